// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.NoStore;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
        return ByteBuffer.wrap(String.valueOf(letter).repeat(FileBytes.SECTOR).getBytes(StandardCharsets.US_ASCII));
    }

    /** A file as text: a letter a sector, a dot for zeros. */
    private static String text(FaultyDisk disk) {
        try (var file = disk.open(FILE, Access.READ)) {
            var bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            var text = new StringBuilder();
            for (int at = 0; at < bytes.limit(); at += FileBytes.SECTOR) {
                text.append(bytes.get(at) == 0 ? '.' : (char) bytes.get(at));
            }
            return text.toString();
        } catch (NoStore _) {
            return "gone";
        }
    }

    private static DiskFile flushedFile(FaultyDisk disk) {
        var file = disk.open(FILE, Access.CREATE);
        file.allocate(0, 3L * FileBytes.SECTOR);
        file.write(sector('a'), 0);
        file.flush();
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
            file.write(sector('b'), FileBytes.SECTOR);
            file.write(sector('c'), 2L * FileBytes.SECTOR);
            file.write(sector('d'), FileBytes.SECTOR);
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
            file.flush();
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
    void whatAFailedFlushLostNoLaterOneSaves() {
        var seen = new TreeSet<String>();
        for (int seed = 0; seed < 100; seed++) {
            var disk = disk(seed);
            var file = flushedFile(disk);
            file.write(sector('b'), FileBytes.SECTOR);
            disk.failNextFlush();
            assertThatThrownBy(file::flush).isInstanceOf(DiskFailed.class);
            assertThat(text(disk)).as("seen until the crash").isEqualTo("ab.");
            file.write(sector('c'), 2L * FileBytes.SECTOR);
            file.flush();
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
                flushedFile(disk).write(sector('b'), FileBytes.SECTOR);
                fates.add(text(disk.crash()));
            }
            assertThat(fates).hasSize(1);
        }
    }
}
