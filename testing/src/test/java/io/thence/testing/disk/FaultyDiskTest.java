// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.NoStore;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The disk keeps what it must, loses all that it may, and does each of its faults. */
class FaultyDiskTest {

    private static final String FILE = "folder/file";

    private static FaultyDisk disk(long seed) {
        return new FaultyDisk(new SplittableRandom(seed));
    }

    private static ByteBuffer sector(char letter) {
        return ByteBuffer.wrap(String.valueOf(letter).repeat(Loss.SECTOR).getBytes(StandardCharsets.US_ASCII));
    }

    /** A file as text: a letter a sector, a dot for zeros. */
    private static String text(FaultyDisk disk) {
        try (var file = disk.open(FILE, Access.READ)) {
            var bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            var text = new StringBuilder();
            for (int at = 0; at < bytes.limit(); at += Loss.SECTOR) {
                text.append(bytes.get(at) == 0 ? '.' : (char) bytes.get(at));
            }
            return text.toString();
        } catch (NoStore _) {
            return "gone";
        }
    }

    private static DiskFile flushedFile(FaultyDisk disk) {
        var file = disk.open(FILE, Access.CREATE);
        file.allocate(0, 3L * Loss.SECTOR);
        file.write(sector('a'), 0);
        flush(file);
        disk.flushFolder("folder");
        return file;
    }

    @Test
    void whatWasFlushedIsKept() {
        for (int seed = 0; seed < 50; seed++) {
            var disk = disk(seed);
            flushedFile(disk);
            assertThat(text(disk.crash())).isEqualTo("a..");
        }
    }

    @Test
    void whatWasNotFlushedIsLostInEveryWay() {
        var seen = new TreeSet<String>();
        for (int seed = 0; seed < 300; seed++) {
            var disk = disk(seed);
            var file = flushedFile(disk);
            file.write(sector('b'), Loss.SECTOR);
            file.write(sector('c'), 2L * Loss.SECTOR);
            file.write(sector('d'), Loss.SECTOR);
            seen.add(text(disk.crash()));
        }
        assertThat(seen).containsExactlyInAnyOrder("a..", "ab.", "a.c", "abc", "ad.", "adc");
    }

    @Test
    void aFileThatIsNotInItsFoldersListMayBeGoneAndOneThatWasRemovedMayBeThere() {
        var made = new TreeSet<String>();
        var removed = new TreeSet<String>();
        for (int seed = 0; seed < 50; seed++) {
            var disk = disk(seed);
            var file = disk.open(FILE, Access.CREATE);
            file.write(sector('a'), 0);
            flush(file);
            made.add(text(disk.crash()));
            var other = disk(seed);
            flushedFile(other);
            other.delete(FILE);
            removed.add(text(other.crash()));
        }
        assertThat(made).containsExactly("a", "gone");
        assertThat(removed).containsExactly("a..", "gone");
    }

    @Test
    void aTruncationThatIsNotFlushedMayBeUndone() {
        var seen = new TreeSet<String>();
        for (int seed = 0; seed < 50; seed++) {
            var disk = disk(seed);
            flushedFile(disk).truncate(0);
            seen.add(text(disk.crash()));
        }
        assertThat(seen).contains("", "a..");
    }

    @Test
    void aFlushSavesWhatWasWrittenWhenItWasAskedForAndNoMore() {
        var seen = new TreeSet<String>();
        for (int seed = 0; seed < 50; seed++) {
            var disk = disk(seed);
            var file = flushedFile(disk);
            file.write(sector('b'), Loss.SECTOR);
            long ticket = file.flush();
            file.write(sector('c'), 2L * Loss.SECTOR);
            assertThat(file.flushed(ticket)).isTrue();
            seen.add(text(disk.crash()));
        }
        assertThat(seen).contains("ab.", "abc").allMatch(left -> left.startsWith("ab"));
    }

    @Test
    void whatAFailedFlushLostNoLaterOneSaves() {
        var seen = new TreeSet<String>();
        for (int seed = 0; seed < 100; seed++) {
            var disk = disk(seed);
            var file = flushedFile(disk);
            file.write(sector('b'), Loss.SECTOR);
            disk.failNextFlush();
            assertThatThrownBy(() -> flush(file)).isInstanceOf(DiskFailed.class);
            assertThat(text(disk)).as("seen until the crash").isEqualTo("ab.");
            file.write(sector('c'), 2L * Loss.SECTOR);
            flush(file);
            seen.add(text(disk.crash()));
        }
        assertThat(seen).containsExactly("a.c", "abc");
    }

    @Test
    void roomRunsOutWhereItIsAskedFor() {
        var disk = disk(1);
        var file = flushedFile(disk);
        disk.roomFor(disk.bytes() + 100);

        assertThatThrownBy(() -> file.allocate(file.size(), file.size() + 101)).isInstanceOf(DiskFull.class);
        file.allocate(file.size(), file.size() + 100);
        file.write(sector('b'), 0);
        assertThat(text(disk)).startsWith("b");
    }

    @Test
    void nothingWorksAfterTheCrashOrWithoutPower() {
        var disk = disk(1);
        var file = flushedFile(disk);
        var after = disk.crash();
        assertThatThrownBy(() -> file.write(sector('b'), 0)).isInstanceOf(DiskFailed.class);
        assertThatThrownBy(() -> disk.list("folder")).isInstanceOf(DiskFailed.class);

        after.failPowerAfter(1);
        try (var again = after.open(FILE, Access.WRITE)) {
            again.write(sector('b'), 0);
            assertThatThrownBy(() -> again.write(sector('c'), 0)).isInstanceOf(DiskFailed.class);
        }
        assertThat(List.of("a..", "b..")).contains(text(after.crash()));
    }

    @Test
    void oneSeedIsOneFate() {
        for (int seed = 0; seed < 20; seed++) {
            var fates = new TreeSet<String>();
            for (int i = 0; i < 3; i++) {
                var disk = disk(seed);
                flushedFile(disk).write(sector('b'), Loss.SECTOR);
                fates.add(text(disk.crash()));
            }
            assertThat(fates).hasSize(1);
        }
    }

    @Test
    void aWriteIsTornAtAnyByteAtSectorsAndAtPages() {
        var ends = new TreeSet<Integer>();
        var holes = new TreeSet<Integer>();
        for (int seed = 0; seed < 3_000; seed++) {
            var disk = disk(seed);
            var file = disk.open(FILE, Access.CREATE);
            file.allocate(0, 3L * Loss.PAGE);
            flush(file);
            disk.flushFolder("folder");
            file.write(ByteBuffer.wrap("x".repeat(3 * Loss.PAGE).getBytes(StandardCharsets.US_ASCII)), 0);
            var left = bytes(disk.crash());
            int end = 0;
            while (end < left.length && left[end] != 0) {
                end++;
            }
            ends.add(end);
            int next = end;
            while (next < left.length && left[next] == 0) {
                next++;
            }
            if (next < left.length) {
                holes.add(next - end);
            }
        }
        assertThat(ends).contains(0, 3 * Loss.PAGE).anyMatch(end -> end % 2 == 1).anyMatch(end -> end % 7 == 3);
        assertThat(holes).contains(Loss.SECTOR, Loss.PAGE);
    }

    private static byte[] bytes(FaultyDisk disk) {
        try (var file = disk.open(FILE, Access.READ)) {
            var bytes = ByteBuffer.allocate((int) file.size());
            file.fill(bytes, 0);
            return bytes.array();
        }
    }

    @Test
    void aFlushThatLiesSavesNothingAndTheNextOneSavesAll() {
        var seen = new TreeSet<String>();
        for (int seed = 0; seed < 60; seed++) {
            var disk = disk(seed);
            var file = flushedFile(disk);
            file.write(sector('b'), Loss.SECTOR);
            disk.fault(Fault.LIES, Call.FLUSH, 0);
            flush(file);
            seen.add(text(disk.afterCrash(new SplittableRandom(seed))));
            flush(file);
            assertThat(text(disk.crash())).isEqualTo("ab.");
        }
        assertThat(seen).containsExactly("a..", "ab.");
    }

    @Test
    void aFolderFlushThatLiesSavesNoName() {
        var seen = new TreeSet<String>();
        for (int seed = 0; seed < 60; seed++) {
            var disk = disk(seed);
            disk.fault(Fault.LIES, Call.FLUSH_FOLDER, 0);
            flushedFile(disk);
            seen.add(text(disk.crash()));
        }
        assertThat(seen).containsExactly("a..", "gone");
    }

    @Test
    void aWriteGoesElsewhereRotsIsTornOrFindsNoRoom() {
        var elsewhere = new TreeSet<Integer>();
        for (int seed = 0; seed < 40; seed++) {
            var disk = disk(seed);
            var file = flushedFile(disk);
            disk.fault(Fault.MISDIRECTED, 0);
            file.write(sector('b'), Loss.SECTOR);
            elsewhere.add(new String(bytes(disk), StandardCharsets.US_ASCII).indexOf('b'));
        }
        assertThat(elsewhere).hasSizeGreaterThan(3);

        var rotten = disk(1);
        var file = flushedFile(rotten);
        rotten.fault(Fault.ROTTEN, 0);
        file.write(sector('b'), 0);
        var bits = new BitSet();
        var found = bytes(rotten);
        for (int i = 0; i < Loss.SECTOR * 8; i++) {
            bits.set(i, ((found[i / 8] ^ 'b') >> i % 8 & 1) != 0);
        }
        assertThat(bits.cardinality()).isEqualTo(1);

        var torn = disk(2);
        var other = flushedFile(torn);
        torn.fault(Fault.TORN, 1);
        other.write(sector('b'), 0);
        assertThatThrownBy(() -> other.write(sector('c'), 0)).isInstanceOf(DiskFailed.class);
        assertThat(text(torn)).isIn("b..", "c..");

        torn.fault(Fault.FULL, Call.WRITE, 0);
        assertThatThrownBy(() -> other.write(sector('d'), 0)).isInstanceOf(DiskFailed.class);
        torn.fault(Fault.FULL, Call.ALLOCATE, 0);
        assertThatThrownBy(() -> other.allocate(2_000, 3_000)).isInstanceOf(DiskFull.class);
        torn.roomFor(torn.bytes());
        assertThatThrownBy(() -> other.write(sector('d'), torn.bytes())).as("an ordinary write needs room too")
                .isInstanceOf(DiskFailed.class);
    }

    @Test
    void anyCallFailsOnceAndIsSeenBefore() {
        for (var call : EnumSet.complementOf(EnumSet.of(Call.LOCK))) {
            var disk = disk(call.name().length());
            flushedFile(disk);
            var calls = new ArrayList<Call>();
            disk.watch((seen, _, _) -> calls.add(seen));
            disk.fault(Fault.FAILS, call, 0);
            assertThatThrownBy(() -> everything(disk)).as("%s", call).isInstanceOf(DiskFailed.class);
            assertThat(calls).contains(call);
            everything(disk);
            assertThat(disk.faults()).isEqualTo(1);
        }
    }

    private static void everything(FaultyDisk disk) {
        disk.delete("folder/other");
        disk.list("folder");
        try (var file = disk.open(FILE, Access.READ)) {
            file.read(ByteBuffer.allocate((int) file.size()), 0);
            file.write(sector('z'), 0);
            file.truncate(file.size());
            file.allocate(file.size(), file.size() + 1);
            flush(file);
        }
        disk.open("folder/other", Access.CREATE).close();
        disk.flushFolder("folder");
    }

    @Test
    void aShortReadGivesSomeAndFillGivesAll() {
        var disk = disk(5);
        var file = flushedFile(disk);
        disk.fault(Fault.SHORT, 0);
        var some = ByteBuffer.allocate(Loss.SECTOR);
        assertThat(file.read(some, 0)).isBetween(1, Loss.SECTOR - 1).isEqualTo(some.position());
        disk.fault(Fault.SHORT, 0);
        var all = ByteBuffer.allocate(Loss.SECTOR);
        assertThat(file.fill(all, 0)).isEqualTo(Loss.SECTOR);
        assertThat(all.array()).containsOnly('a');
    }

    @Test
    void aProcessThatEndsLosesNothing() {
        var disk = disk(3);
        flushedFile(disk).write(sector('b'), Loss.SECTOR);
        disk.failPowerAfter(0);
        assertThatThrownBy(() -> disk.delete(FILE)).isInstanceOf(DiskFailed.class);
        disk.endProcess();
        assertThat(text(disk)).isEqualTo("ab.");
    }

    private static void flush(DiskFile file) {
        assertThat(file.flushed(file.flush())).isTrue();
    }
}
