// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.log.CompactionSettings;
import io.thence.log.LogFollower;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.Removal;
import io.thence.log.check.Verify;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Compactions beside a writer and readers, on real threads and real files. */
@Timeout(120)
class CompactionBesideTest {
    private static final World WORLD = new SystemWorld();
    private static final CompactionSettings AT_ONCE =
            new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of());

    @TempDir
    Path folder;

    private final AtomicLong floor = new AtomicLong();
    private final AtomicReference<Throwable> wrong = new AtomicReference<>();
    private final AtomicBoolean over = new AtomicBoolean();

    private final Removal removal = new Removal() {
        @Override
        public long floor(KeyValue key) {
            return key.value().equals("keep") ? 0 : floor.get();
        }

        @Override
        public long after(KeyValue key, long position) {
            return 0;
        }
    };

    /** Every fourth event stays for ever; the data of each say its number. */
    private static List<NewEvent> events(long first) {
        var events = new ArrayList<NewEvent>();
        for (long n = first; n < first + 5; n++) {
            var key = n % 4 == 0 ? new KeyValue("log", "keep") : new KeyValue("log", "drop" + n % 3);
            events.add(NewEvent.of("noted", 1, List.of(key),
                    ("{\"n\":" + n + ",\"text\":\"" + "x".repeat((int) n % 90) + "\"}")
                            .getBytes(StandardCharsets.UTF_8)));
        }
        return events;
    }

    private void guarded(Runnable task) {
        try {
            while (!over.get() && wrong.get() == null) {
                task.run();
                WORLD.await(new Signal(), Duration.ofMillis(3)); // the writer needs a core too
            }
        } catch (RuntimeException | AssertionError e) {
            wrong.compareAndSet(null, e);
        }
    }

    /** All that stays is there, in order, each as it was written, beginning below the floor as it was at the start. */
    private void check(List<StoredEvent> found, long floorAfter, long head) {
        long next = 1;
        for (var event : found) {
            long n = event.position().number();
            assertThat(new String(event.data(), StandardCharsets.UTF_8)).startsWith("{\"n\":" + n + ",");
            for (; next < n; next++) {
                assertThat(next % 4 != 0 && next < floorAfter).as("position " + next + " was skipped").isTrue();
            }
            next = n + 1;
        }
        assertThat(next).isGreaterThan(head);
    }

    private void scan(LogStore store) {
        long head = store.head().number();
        var found = store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS)
                .list(Integer.MAX_VALUE);
        check(found, floor.get(), head);
    }

    private void byKey(LogStore store) {
        long head = store.head().number();
        var found = store.read(Query.keys(new KeyValue("log", "keep")), new Position(store.lineage(), 0),
                Direction.FORWARDS).list(Integer.MAX_VALUE);
        assertThat(found.size()).isGreaterThanOrEqualTo((int) head / 4);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).position().number()).isEqualTo(4L * (i + 1));
        }
    }

    private void write(LogStore store) {
        long first = store.head().number() + 1;
        store.append(Append.of(events(first), Origin.of("beside")));
    }

    private void follow(LogFollower follower) {
        follower.refresh();
        var found = follower.read(Query.ALL, new Position(follower.lineage(), 0), Direction.FORWARDS)
                .list(Integer.MAX_VALUE);
        long head = found.isEmpty() ? 0 : found.getLast().position().number();
        check(found, Long.MAX_VALUE, head);
    }

    @Test
    void neitherAppendsNorReadersNoticeIt() {
        var disk = new FileDisk(folder);
        try (var store = LogStore.open(WORLD, disk, LogSettings.SMALL)) {
            write(store);
            var running = new ArrayList<World.Running>();
            running.add(WORLD.fork("scan", () -> guarded(() -> scan(store))));
            running.add(WORLD.fork("key", () -> guarded(() -> byKey(store))));
            try (var follower = LogFollower.open(new SystemWorld(), new FileDisk(folder), new MemoryDisk(),
                    LogSettings.SMALL)) {
                running.add(WORLD.fork("follower", () -> guarded(() -> follow(follower))));
                long removed = 0;
                for (int i = 0; i < 5 && wrong.get() == null; i++) {
                    for (int batch = 0; batch < 250; batch++) {
                        write(store);
                    }
                    floor.set(store.head().number() - 500);
                    var compaction = store.compact(AT_ONCE, removal);
                    while (!compaction.progress().over()) {
                        write(store);
                    }
                    assertThat(compaction.progress().failure()).isEmpty();
                    removed += compaction.progress().removed();
                }
                over.set(true);
                running.forEach(World.Running::stop);
                assertThat(removed).isGreaterThan(2_000);
            }
            assertThat(wrong.get()).isNull();
        }
        disk.close();
        assertThat(Verify.run(new FileDisk(folder), LogSettings.SMALL, (_, _) -> {}).list()).isEmpty();
    }
}
