// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.environment;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.log.LogFollower;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended.Committed;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.testing.child.ChildJvm;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the machine does to a store: each has a clear error, reads go on where they can, appends when it is mended. */
class EnvironmentTest {

    static final LogSettings SMALL = new LogSettings(64 << 10, 16 << 10, 32 << 10, 16, 64, 4 << 10, 1 << 6);

    @TempDir
    Path folder;

    static Append batch(int bytes) {
        var data = ("{\"n\":\"" + "x".repeat(bytes) + "\"}").getBytes(StandardCharsets.UTF_8);
        return Append.of(List.of(NewEvent.of("t", 1, List.of(new KeyValue("account", "anna")), data)), Origin.of(""));
    }

    static List<StoredEvent> events(LogStore store) {
        return store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS).list(Integer.MAX_VALUE);
    }

    private static boolean runs(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor() == 0;
    }

    /** A file system of its own, of one mebibyte; skipped where this process may not mount one. */
    private Path smallFileSystem() throws IOException, InterruptedException {
        var mount = Files.createDirectory(folder.resolve("mount"));
        require(runs("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.toString()),
                "no file system of its own can be mounted by this user");
        return mount;
    }

    /** Says in one line why the rest is skipped: what reports the tests does not. */
    private static void require(boolean met, String otherwise) {
        if (!met) {
            System.out.println("EnvironmentTest: a test is skipped: " + otherwise);
        }
        assumeTrue(met, otherwise);
    }

    @Test
    void aDiskThatIsFullAtTheStartKeepsNoLock() throws Exception {
        var mount = smallFileSystem();
        var data = Files.createDirectory(mount.resolve("data"));
        try {
            Files.createFile(data.resolve("lock")); // so only the process's number finds no room
            var ballast = mount.resolve("ballast");
            assertThatThrownBy(() -> Files.write(ballast, new byte[2 << 20])).isInstanceOf(IOException.class);
            for (int i = 0; i < 2; i++) {
                try (var disk = new FileDisk(data)) {
                    assertThatThrownBy(disk::lock).as("try %s", i).isInstanceOf(DiskFailed.class)
                            .hasMessageContaining(data.toString());
                }
            }
            Files.delete(ballast);
            try (var disk = new FileDisk(data); var store = LogStore.open(new SystemWorld(), disk, SMALL)) {
                assertThat(store.append(batch(10))).isInstanceOf(Committed.class);
            }
        } finally {
            runs("umount", mount.toString());
        }
    }

    /** Where the owner may do anything, as root may, the folder is made one that nobody may change. */
    @Test
    void permissionThatIsLostIsAClearErrorAndReadsGoOn() throws Exception {
        var data = folder.resolve("data");
        var log = data.resolve("log");
        try (var disk = new FileDisk(data)) {
            var store = LogStore.open(new SystemWorld(), disk, SMALL);
            store.append(batch(10));
            Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("r-x------"));
            boolean root = Files.isWritable(log);
            try {
                require(!root || runs("chattr", "+i", log.toString()), "this user may write anywhere");
                int committed = appendUntilRefused(store, log);
                assertThat(events(store)).hasSizeBetween(committed, committed + 1);
                closeAnyhow(store);
            } finally {
                runs("chattr", "-i", log.toString());
                Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rwx------"));
            }
        }
        try (var disk = new FileDisk(data); var store = LogStore.open(new SystemWorld(), disk, SMALL)) {
            assertThat(store.append(batch(10))).isInstanceOf(Committed.class);
        }
    }

    private static int appendUntilRefused(LogStore store, Path log) {
        for (int committed = 1; committed < 10_000; committed++) {
            try {
                store.append(batch(2_000));
            } catch (ThenceException e) {
                assertThat(e).hasMessageContaining(log.toString());
                return committed;
            }
        }
        throw new AssertionError("it never needed a new file");
    }

    private static void closeAnyhow(LogStore store) {
        try {
            store.close();
        } catch (ThenceException _) {
            // what it could not write down
        }
    }

    @Test
    void aFullFileSystemRefusesAndGoesOnWhenThereIsRoom() throws Exception {
        var mount = smallFileSystem();
        try (var disk = new FileDisk(mount.resolve("data"));
                var store = LogStore.open(new SystemWorld(), disk, SMALL)) {
            var ballast = Files.write(mount.resolve("ballast"), new byte[600 << 10]);
            int committed = 0;
            ThenceException full = null;
            while (full == null && committed < 10_000) {
                try {
                    store.append(batch(2_000));
                    committed++;
                } catch (DiskFull e) {
                    full = e;
                }
            }
            assertThat(full).isInstanceOf(DiskFull.class).hasMessageContaining("free some");
            assertThat(events(store)).hasSize(committed);

            Files.delete(ballast);
            assertThat(store.append(batch(2_000))).isInstanceOf(Committed.class);
            assertThat(events(store)).hasSize(committed + 1);
        } finally {
            runs("umount", mount.toString());
        }
    }

    @Test
    void aReadOnlyDirectoryIsRefusedByNameAndCanBeRead() throws Exception {
        var mount = smallFileSystem();
        var data = mount.resolve("data");
        try {
            try (var disk = new FileDisk(data); var store = LogStore.open(new SystemWorld(), disk, SMALL)) {
                store.append(batch(10));
            }
            require(runs("mount", "-o", "remount,ro", mount.toString()), "no remount here");
            try (var disk = new FileDisk(data)) {
                assertThatThrownBy(() -> LogStore.open(new SystemWorld(), disk, SMALL))
                        .isInstanceOf(DiskFailed.class).hasMessageContaining(data.toString());
            }
            try (var follower = LogFollower.open(new SystemWorld(), new FileDisk(data), new MemoryDisk(), SMALL)) {
                assertThat(follower.head().number()).isEqualTo(1);
            }
        } finally {
            runs("umount", mount.toString());
        }
    }

    @Test
    void aDeletedFileIsReadOnAndMissedAtTheNextStart() throws Exception {
        try (var disk = new FileDisk(folder.resolve("data"))) {
            var store = LogStore.open(new SystemWorld(), disk, SMALL);
            while (disk.list("log").size() < 4) { // the last one may be ready and not begun
                store.append(batch(2_000));
            }
            int before = events(store).size();
            Files.delete(folder.resolve("data/log/0000000001.segment"));
            assertThat(events(store)).as("it is still open").hasSize(before);
            store.close();
        }
        try (var disk = new FileDisk(folder.resolve("data"))) {
            assertThatThrownBy(() -> LogStore.open(new SystemWorld(), disk, SMALL)).isInstanceOf(Corrupt.class)
                    .hasMessageContaining("0000000001.segment is missing");
        }
    }

    @Test
    void theWholeIndexMayGoWhileTheStoreIsOpen() throws Exception {
        try (var disk = new FileDisk(folder.resolve("data"))) {
            try (var store = LogStore.open(new SystemWorld(), disk, SMALL)) {
                for (int i = 0; i < 300; i++) {
                    store.append(batch(100));
                }
                for (var name : disk.list("index")) {
                    Files.delete(folder.resolve("data/index/" + name));
                }
                assertThat(events(store)).hasSize(300);
            }
        }
        try (var disk = new FileDisk(folder.resolve("data"));
                var store = LogStore.open(new SystemWorld(), disk, SMALL)) {
            assertThat(store.read(Query.keys(new KeyValue("account", "anna")), new Position(store.lineage(), 0),
                    Direction.FORWARDS).list(1_000)).hasSize(300);
        }
    }

    @Test
    void aClockThatGoesBackwardsMakesNoStampSmaller() {
        var clock = new Instant[] {Instant.parse("2026-01-01T00:00:00Z")};
        var world = new MovedClock(() -> clock[0]);
        try (var disk = new FileDisk(folder.resolve("data")); var store = LogStore.open(world, disk, SMALL)) {
            for (int i = 0; i < 5; i++) {
                store.append(batch(10));
                clock[0] = clock[0].minusSeconds(3_600);
            }
            var stamps = events(store).stream().map(event -> event.stamp().packed()).toList();
            assertThat(stamps).hasSize(5).isSorted().doesNotHaveDuplicates();
        }
    }

    /** A child that may open few files writes many segments, and goes on until others have taken all handles. */
    @Test
    void handlesThatAreUsedUpStopAppendsWithAClearErrorAndNotReadsOfMoreSegmentsThanHandles() throws Exception {
        var data = folder.resolve("data");
        var command = new ArrayList<>(List.of("bash", "-c", "ulimit -n 350 && exec \"$@\"", "bash"));
        command.addAll(ChildJvm.command(List.of("-Xshare:auto"), FewHandles.class, List.of(data.toString())));
        command.set(command.indexOf("-cp") + 1, ChildJvm.jars(folder)); // or each class that is loaded takes a handle
        var output = ChildJvm.run(command);
        assertThat(output).contains("read many").contains("Too many open files").contains("read all");
        int answered = Integer.parseInt(output.lines().filter(line -> line.startsWith("answered ")).findFirst()
                .orElseThrow().replaceAll("answered (\\d+),.*", "$1"));
        try (var disk = new FileDisk(data); var store = LogStore.open(new SystemWorld(), disk, SMALL)) {
            assertThat(events(store)).hasSizeBetween(answered, answered + 1);
            assertThat(store.append(batch(10))).isInstanceOf(Committed.class);
        }
    }
}
