// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.log;

import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.NoStore;
import io.thence.log.LogFollower;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.disk.HeldDisk;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.testing.log.Writing.WORLD;
import static io.thence.testing.log.Writing.all;
import static io.thence.testing.log.Writing.batch;
import static io.thence.testing.log.Writing.follow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class LogFollowerTest {
    @TempDir
    Path folder;

    private LogFollower follower() {
        return LogFollower.open(new SystemWorld(), new FileDisk(folder), new MemoryDisk(), LogSettings.SMALL);
    }

    @Test
    void saysWhenThereIsNoStoreAndMakesNone() throws IOException {
        assertThatThrownBy(this::follower).isInstanceOf(NoStore.class).hasMessageContaining(folder.toString());
        Files.createDirectories(folder.resolve("log"));
        Files.createFile(folder.resolve("log/0000000000.segment"));
        assertThatThrownBy(this::follower).isInstanceOf(NoStore.class);
        assertThat(Files.size(folder.resolve("log/0000000000.segment"))).isZero();
    }

    @Test
    void theLastEventsShowSoonAfterTheWriterIdles() {
        var disk = new FileDisk(folder);
        try (var store = LogStore.open(WORLD, disk, LogSettings.SMALL); var follower = follower()) {
            assertThat(follower.head().number()).isZero();
            store.append(batch(1, 3));
            long start = WORLD.nanos();
            follow(follower, 3);
            assertThat((WORLD.nanos() - start) / 1_000_000).isLessThan(2_000);
            assertThat(all(follower.read(Query.ALL, at(follower, 0), Direction.FORWARDS)))
                    .isEqualTo(all(store.read(Query.ALL, at(follower, 0), Direction.FORWARDS)));
            assertThat(follower.refresh()).isFalse();
        }
        disk.close();
    }

    @Test
    void showsNothingThatIsWrittenAndNotFlushed() {
        var disk = new HeldDisk(new FileDisk(folder));
        try (var store = LogStore.open(WORLD, disk, LogSettings.SMALL); var follower = follower()) {
            store.append(batch(1, 2));
            follow(follower, 2);
            long before = lastNonZero();
            disk.hold();
            var answered = new AtomicBoolean();
            var append = WORLD.fork("append", () -> {
                store.append(batch(2, 2));
                answered.set(true);
            });
            Writing.until(() -> lastNonZero() > before || answered.get());
            for (int i = 0; i < 50; i++) {
                follower.refresh();
                assertThat(follower.head().number()).isEqualTo(2);
            }
            assertThat(answered).isFalse();
            disk.release();
            append.stop();
            follow(follower, 4);
        }
        disk.close();
    }

    private long lastNonZero() {
        try {
            byte[] bytes = Files.readAllBytes(folder.resolve("log/0000000000.segment"));
            int last = bytes.length;
            while (last > 0 && bytes[last - 1] == 0) {
                last--;
            }
            return last;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void followsThroughSegmentsAndLivesAndNeverRunsAhead() {
        try (var disk = new FileDisk(folder)) {
            store(disk).close();
        }
        try (var follower = LogFollower.open(new SystemWorld(), new FileDisk(folder), new MemoryDisk(),
                LogSettings.SMALL)) {
            var tail = follower.subscribe(Query.ALL, at(follower, 0));
            var head = new AtomicLong();
            var over = new AtomicBoolean();
            var writer = WORLD.fork("writer", () -> {
                for (int life = 0; life < 4; life++) {
                    try (var disk = new FileDisk(folder); var store = store(disk)) {
                        for (int i = 0; i < 500; i++) {
                            store.append(batch(life * 500 + i, 1 + i % 4));
                            head.set(store.head().number());
                        }
                    }
                }
                over.set(true);
            });
            var seen = new ArrayList<Long>();
            while (!over.get() || seen.size() < head.get()) {
                follower.refresh();
                long followed = follower.head().number();
                // The writer's own word comes after the flush, so it may lag by what is being answered, not more.
                assertThat(followed).isLessThanOrEqualTo(head.get() + 4);
                tail.poll(1_000, 1 << 20).events().forEach(event -> seen.add(event.position().number()));
            }
            writer.stop();
            assertThat(seen).hasSize(5_000).isSorted().doesNotHaveDuplicates();
            assertThat(segments()).isGreaterThan(5);
            try (var disk = new FileDisk(folder); var store = store(disk); var fresh = follower()) {
                for (var query : queries()) {
                    var expected = all(store.read(query, at(follower, 0), Direction.FORWARDS));
                    assertThat(expected).isNotEmpty();
                    for (var each : List.of(follower, fresh)) {
                        assertThat(all(each.read(query, at(follower, 0), Direction.FORWARDS))).isEqualTo(expected);
                        assertThat(all(each.read(query, at(follower, 9_999), Direction.BACKWARDS)))
                                .isEqualTo(expected.reversed());
                    }
                }
            }
        }
    }

    private static LogStore store(FileDisk disk) {
        return LogStore.open(WORLD, disk, LogSettings.SMALL);
    }

    private static List<Query> queries() {
        return List.of(Query.ALL, Query.types(Set.of("test.odd")), Query.keys(new KeyValue("batch", "b77")),
                Query.keys(new KeyValue("mod", "m3"), new KeyValue("odd", "yes")));
    }

    private int segments() {
        return new FileDisk(folder).list("log").size();
    }

    @Test
    void aSegmentWhoseHeadIsNotWrittenYetIsNotThereYet() throws IOException {
        var disk = new FileDisk(folder);
        try (var store = store(disk)) {
            store.append(batch(1, 2));
        }
        Files.write(folder.resolve("log/0000000001.segment"), new byte[16 << 10]);
        try (var follower = follower()) {
            assertThat(follower.head().number()).isEqualTo(2);
            assertThat(follower.refresh()).isFalse();
        }
        assertThat(folder.resolve("log/0000000001.segment")).exists();
        disk.close();
    }

    @Test
    void aTornTailIsNoDamage() throws IOException {
        var disk = new FileDisk(folder);
        try (var store = store(disk)) {
            store.append(batch(1, 2));
        }
        try (var file = new RandomAccessFile(folder.resolve("log/0000000000.segment").toFile(), "rw")) {
            file.seek(file.length());
            file.write(new byte[] {0, 0, 1, 0, 9, 9, 9, 9, 1, 0, 0, 0, 0, 0, 0, 1});
            file.setLength(file.length() + 500);
        }
        try (var follower = follower()) {
            for (int i = 0; i < 10; i++) {
                follower.refresh();
            }
            assertThat(follower.head().number()).isEqualTo(2);
        }
        disk.close();
    }

    @Test
    void damageBelowTheFlushIsSaid() throws IOException {
        var disk = new FileDisk(folder);
        try (var store = store(disk)) {
            store.append(batch(1, 2));
            store.append(batch(2, 2));
        }
        flip(200);
        assertThatThrownBy(this::follower).isInstanceOf(Corrupt.class).hasMessageContaining("0000000000.segment");
        disk.close();
    }

    @Test
    void damageWhileFollowingIsSaid() throws IOException {
        var disk = new FileDisk(folder);
        try (var store = store(disk); var follower = follower()) {
            long end = lastNonZero();
            store.append(batch(1, 2));
            flip(end + 100);
            store.append(batch(2, 2));
            assertThatThrownBy(() -> follow(follower, 4)).isInstanceOf(Corrupt.class);
        }
        disk.close();
    }

    private void flip(long at) throws IOException {
        try (var file = new RandomAccessFile(folder.resolve("log/0000000000.segment").toFile(), "rw")) {
            file.seek(at);
            int old = file.read();
            file.seek(at);
            file.write(old ^ 0x10);
        }
    }

    @Test
    void aPositionOfAnotherLogIsRefused() {
        store(new FileDisk(folder)).close();
        try (var follower = follower()) {
            var stranger = new Position(new Lineage(new UUID(1, 2), 1), 0);
            assertThatThrownBy(() -> follower.read(Query.ALL, stranger, Direction.FORWARDS))
                    .isInstanceOf(BadRequest.class);
            assertThatThrownBy(() -> follower.subscribe(Query.ALL, stranger)).isInstanceOf(BadRequest.class);
        }
    }

    private static Position at(LogFollower follower, long number) {
        return new Position(follower.lineage(), number);
    }
}
