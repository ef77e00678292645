// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException.Corrupt;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.testing.disk.HeldDisk;
import io.thence.world.MemoryDisk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A log whose last group may not have reached the device: cut at every byte, it opens with whole batches alone. */
class TornTailTest {

    private static DiskImage image;
    private static String file;
    private static List<String> events;
    /** Where the three frames of the last group start, and where it ends. */
    private static List<Integer> group;

    @BeforeAll
    static void writeALogWhoseLastGroupNothingVouchesFor() {
        var disk = new HeldDisk(new MemoryDisk());
        try (var store = LogStore.open(new StillWorld(), disk, LogSettings.SMALL);
                var callers = new Callers()) {
            store.append(Logs.batch("before", 2));
            disk.hold();
            callers.call(() -> store.append(Logs.batch("first", 1)));
            disk.awaitHeld();
            for (int i = 0; i < 3; i++) {
                int events = i + 1;
                callers.callAndAwaitParked(() -> store.append(Logs.batch("group" + events, events)));
            }
            disk.release();
            callers.results();
            image = DiskImage.of(disk);
            events = Logs.events(store);
        }
        file = image.last();
        var frames = image.frames(file);
        group = frames.subList(frames.size() - 4, frames.size());
        assertThat(events).hasSize(9);
    }

    /** What must be there if the file is good up to {@code offset} and no further. */
    private static List<String> goodUpTo(int offset) {
        int batches = (int) group.subList(1, 4).stream().filter(end -> end <= offset).count();
        return events.subList(0, 3 + batches * (batches + 1) / 2);
    }

    private static void assertOpens(DiskImage torn, List<String> expected, String what) {
        var disk = torn.onDisk();
        assertThat(Logs.events(disk)).as(what).isEqualTo(expected);
        assertThat(Logs.events(disk)).as("%s, opened again", what).isEqualTo(expected);
        try (var store = LogStore.open(new HandWorld(3), disk, Logs.TINY)) {
            store.append(Logs.batch("after", 1));
            assertThat(Logs.events(store)).as("%s, and on", what).startsWith(expected.toArray(String[]::new))
                    .hasSize(expected.size() + 1);
        }
        disk.close();
        assertThat(Logs.events(disk)).as("%s, and on, and again", what).hasSize(expected.size() + 1);
    }

    @Test
    void aTailThatIsMissingFromAnyByteOnIsCut() {
        for (int at = group.getFirst(); at <= group.getLast(); at++) {
            assertOpens(image.with(file, DiskImage.cut(image.bytes(file), at)), goodUpTo(at), "cut at " + at);
        }
    }

    @Test
    void aTailThatIsZeroFromAnyByteOnIsCut() {
        for (int at = group.getFirst(); at <= group.getLast(); at++) {
            assertOpens(image.with(file, DiskImage.filled(image.bytes(file), at, 0)), goodUpTo(at), "zero from " + at);
        }
    }

    @Test
    void aTailThatIsRubbishFromAnyByteOnIsCut() {
        for (int at = group.getFirst(); at < group.getLast(); at++) {
            assertOpens(image.with(file, DiskImage.filled(image.bytes(file), at, 0xA5)), goodUpTo(at),
                    "rubbish from " + at);
        }
    }

    @Test
    void aBatchThatIsLostTakesThoseAfterItAlong() {
        for (int lost = 0; lost < 3; lost++) {
            var bytes = image.bytes(file);
            Arrays.fill(bytes, group.get(lost), group.get(lost + 1), (byte) 0);
            assertOpens(image.with(file, bytes), goodUpTo(group.get(lost)), "batch " + lost + " lost");
        }
    }

    @Test
    void aLostBatchBelowTheGroupIsCorruption() {
        var frames = image.frames(file);
        var damaged = new ArrayList<Integer>();
        for (int i = 0; i < frames.size() - 4; i++) {
            var bytes = image.bytes(file);
            Arrays.fill(bytes, frames.get(i), frames.get(i + 1), (byte) 0);
            try {
                Logs.events(image.with(file, bytes).onDisk());
            } catch (Corrupt e) {
                assertThat(e).hasMessageContaining(file).hasMessageContaining("offset " + frames.get(i));
                damaged.add(i);
            }
        }
        assertThat(damaged).hasSize(frames.size() - 4);
    }
}
