// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.log.LogStore;
import io.thence.world.MemoryDisk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Damage of what was safe is reported, with file and offset; it never leads to wrong events. */
class DamageTest {

    private static DiskImage image;
    private static List<String> events;
    private static List<String> names;

    @BeforeAll
    static void writeALog() {
        var disk = new MemoryDisk();
        Logs.writeOneOfEach(disk);
        image = DiskImage.of(disk);
        names = List.copyOf(image.files().keySet());
        events = Logs.events(image.onDisk());
        assertThat(names).hasSizeGreaterThanOrEqualTo(3);
        assertThat(events).hasSize(29);
    }

    @Test
    void aFlippedByteIsReportedOrDoesNoHarm() {
        for (var name : names) {
            var frames = image.frames(name);
            int content = name.equals(image.last()) ? frames.get(frames.size() - 2) : frames.getLast();
            for (int offset = 0; offset < image.bytes(name).length; offset++) {
                boolean wholly = isReported(name, offset, 0xFF);
                boolean reported = isReported(name, offset, 1 << offset % 8) && wholly;
                if (offset >= 64 && offset < content) {
                    assertThat(reported).as("%s at %s is in a batch that is known to be safe", name, offset).isTrue();
                }
            }
        }
    }

    private static boolean isReported(String name, int offset, int bits) {
        try {
            assertThat(Logs.events(image.flipped(name, offset, bits).onDisk()))
                    .as("%s with byte %s flipped", name, offset).isEqualTo(events);
            return false;
        } catch (Corrupt e) {
            assertThat(e).hasMessageContaining(".segment at offset ");
            return true;
        } catch (FormatTooNew e) {
            assertThat(offset).isBetween(8, 9);
            return true;
        }
    }

    @Test
    void theReportNamesTheFrameThatIsDamaged() {
        for (var name : names) {
            var frames = image.frames(name);
            for (int i = 0; i < frames.size() - 2; i++) {
                int frame = frames.get(i);
                assertThatThrownBy(() -> Logs.events(image.flipped(name, frame + 4, 0x10).onDisk()))
                        .isInstanceOf(Corrupt.class).hasMessageContaining(name + " at offset " + frame);
            }
        }
    }

    @Test
    void aMissingSegmentIsNoticedIfAnyIsThereAfterIt() {
        for (var name : names.subList(0, names.size() - 1)) {
            assertThatThrownBy(() -> Logs.events(image.without(name).onDisk()))
                    .isInstanceOf(Corrupt.class).hasMessageContaining(name);
        }
        var onlyTheLast = image;
        for (var name : names.subList(0, names.size() - 1)) {
            onlyTheLast = onlyTheLast.without(name);
        }
        var disk = onlyTheLast.onDisk();
        assertThatThrownBy(() -> Logs.events(disk)).isInstanceOf(Corrupt.class);
    }

    @Test
    void segmentsInTheWrongOrderAreNoticed() {
        var swapped = image.with(names.get(0), image.bytes(names.get(1))).with(names.get(1), image.bytes(names.get(0)));
        assertThatThrownBy(() -> Logs.events(swapped.onDisk())).isInstanceOf(Corrupt.class);
    }

    @Test
    void aSegmentOfAnotherLogIsNoticed() {
        var disk = new MemoryDisk();
        try (var store = LogStore.open(new HandWorld(99), disk, Logs.TINY)) {
            store.append(Logs.batch("other", 1));
        }
        var other = DiskImage.of(disk);
        var mixed = image.with(image.last(), other.bytes(other.last()));
        assertThatThrownBy(() -> Logs.events(mixed.onDisk()))
                .isInstanceOf(Corrupt.class).hasMessageContaining(image.last());
    }

    @Test
    void aFrameThatIsGoodButOfAnotherPastIsNoticed() {
        var ours = logWith("one");
        var theirs = logWith("two");
        var name = ours.files().firstKey();
        var frames = ours.frames(name);
        assertThat(theirs.frames(name)).isEqualTo(frames);
        var bytes = ours.bytes(name);
        int start = frames.get(2);
        System.arraycopy(theirs.bytes(name), start, bytes, start, frames.get(3) - start);

        assertThatThrownBy(() -> Logs.events(ours.with(name, bytes).onDisk())).isInstanceOf(Corrupt.class)
                .hasMessageContaining(name + " at offset " + frames.get(3)).hasMessageContaining("does not follow");
    }

    /** The same log to the bit, but for its second batch. */
    private static DiskImage logWith(String second) {
        var disk = new MemoryDisk();
        try (var store = LogStore.open(new HandWorld(7), disk, Logs.TINY)) {
            store.append(Logs.batch("first", 1));
            store.append(Logs.batch(second, 1));
            for (int i = 0; i < 10; i++) {
                store.append(Logs.batch("later" + i, 1));
            }
        }
        return DiskImage.of(disk);
    }

    @Test
    void aNewerFormatIsRefusedAsSuch() {
        var newer = image.bytes(names.getFirst());
        newer[9] = 4;
        assertThatThrownBy(() -> Logs.events(image.with(names.getFirst(), newer).onDisk()))
                .isInstanceOf(FormatTooNew.class).hasMessageContaining(names.getFirst());
    }

    @Test
    void aFileThatACrashLeftBeforeItBecameASegmentIsDropped() {
        var next = "log/%010d.segment".formatted(names.size());
        for (var left : List.of(new byte[0], new byte[10], new byte[64], new byte[5_000])) {
            var disk = image.with(next, left).onDisk();
            assertThat(Logs.events(disk)).isEqualTo(events);
            try (var store = LogStore.open(new HandWorld(3), disk, Logs.TINY)) {
                for (int i = 0; i < 10; i++) {
                    store.append(Logs.batch("after" + i, 2));
                }
            }
            disk.close();
            assertThat(Logs.events(disk)).hasSize(events.size() + 20).startsWith(events.toArray(String[]::new));
        }
    }

    @Test
    void everyPrefixOfTheLastSegmentsFileOpensOrIsReported() {
        var last = image.bytes(image.last());
        var sizes = new ArrayList<Integer>();
        for (int length = 64; length <= last.length; length++) {
            try {
                var found = Logs.events(image.with(image.last(), DiskImage.cut(last, length)).onDisk());
                assertThat(events).startsWith(found.toArray(String[]::new));
                sizes.add(found.size());
            } catch (ThenceException e) {
                assertThat(e).isInstanceOf(Corrupt.class);
            }
        }
        assertThat(sizes).isSorted().endsWith(events.size());
    }
}
