// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.DiskFailed;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Truncation;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A follower keeps neither all lists that it has taken in nor files that the writer has replaced. */
class LogFollowerMemoryTest {

    private static final LogSettings TINY = new LogSettings(4 << 10, 1 << 10, 1 << 10, 16, 64, 512, 64);
    private static final KeyValue KEY = new KeyValue("key", "k7");

    private final MemoryDisk disk = new MemoryDisk();
    private long appended;

    private void append(LogStore store, int count) {
        for (int i = 0; i < count; i++, appended++) {
            var event = NewEvent.of("made", 1, List.of(new KeyValue("key", "k" + appended % 1_000)),
                    ("{\"n\":" + appended + "}").getBytes(StandardCharsets.UTF_8));
            store.append(Append.of(List.of(event), Origin.of("test")));
        }
    }

    private static void follow(LogFollower follower, long head) {
        var world = new SystemWorld();
        while (follower.head().number() < head) {
            follower.refresh();
            world.await(new Signal(), Duration.ofMillis(1));
        }
    }

    private static List<Long> found(LogFollower follower) {
        var from = new Position(follower.lineage(), 0);
        return follower.read(Query.keys(KEY), from, Direction.FORWARDS).list(100).stream()
                .map(StoredEvent::number).toList();
    }

    @Test
    void listsThatTheWriterHasWrittenDownAreNotKeptInMemory() {
        try (var store = LogStore.open(new SystemWorld(), disk, TINY);
                var follower = LogFollower.open(new SystemWorld(), disk, new MemoryDisk(), TINY)) {
            var live = follower.subscribe(Query.keys(KEY), new Position(follower.lineage(), 0));
            int most = 0;
            for (int i = 0; i < 60; i++) {
                append(store, 100);
                follow(follower, store.head().number());
                most = Math.max(most, follower.sealed());
                assertThat(found(follower)).hasSize((int) (appended + 992) / 1_000);
            }
            assertThat(most).as("of 120 and more that were sealed").isLessThan(20);
            assertThat(live.poll(100, 1 << 20).events()).hasSize(6);
            assertThat(found(follower)).containsExactly(8L, 1_008L, 2_008L, 3_008L, 4_008L, 5_008L);
        }
    }

    @Test
    void filesThatWereReplacedAreLetGoOf() {
        try (var store = LogStore.open(new SystemWorld(), disk, TINY)) {
            append(store, 1_000);
            try (var follower = LogFollower.open(new SystemWorld(), disk, new MemoryDisk(), TINY)) {
                follow(follower, store.head().number());
                store.append(Append.of(List.of(Truncation.all(KEY)), Origin.of("test")));
                append(store, 100);
                follow(follower, store.head().number());
                var all = follower.read(Query.ALL, new Position(follower.lineage(), 0), Direction.FORWARDS);
                assertThat(all.list(Integer.MAX_VALUE)).as("so the files are open").hasSize(1_101);
                var compaction = store.compact(new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of()));
                assertThat(compaction.await(Duration.ofMinutes(1))).isTrue();
                follower.refresh();
                var segments = follower.segments();
                assertThat(IntStream.range(0, segments.count() - 1).mapToObj(i -> segments.get(i).name().file()))
                        .isNotEmpty().allMatch(disk.list("log")::contains);
                assertThat(found(follower)).as("the truncation and what came after it").containsExactly(1_001L, 1_009L);
            }
        }
    }

    private void withoutIndex() {
        try (var store = LogStore.open(new SystemWorld(), disk, TINY)) {
            append(store, 6_000);
        }
        disk.list("index").forEach(name -> disk.delete("index/" + name));
    }

    private static List<Long> revisions(LogFollower follower, Query query, Direction direction) {
        var from = new Position(follower.lineage(), direction == Direction.FORWARDS ? 0 : Long.MAX_VALUE);
        return follower.read(query, from, direction).list(Integer.MAX_VALUE).stream()
                .map(StoredEvent::revision).toList();
    }

    @Test
    void aLogWithoutIndexIsReadWithABoundedNumberOfListsInMemory() {
        withoutIndex();
        var room = new MemoryDisk();
        try (var follower = LogFollower.open(new SystemWorld(), disk, room, TINY)) {
            assertThat(follower.sealed()).as("of 150 and more that were full").isLessThan(5);
            assertThat(disk.list("index")).as("nothing is written beside the log").isEmpty();
            assertThat(room.list("index")).as("runs of 40 lists are merged").hasSizeBetween(2, 20);
            assertThat(found(follower)).containsExactly(8L, 1_008L, 2_008L, 3_008L, 4_008L, 5_008L);
            assertThat(revisions(follower, Query.ALL, Direction.FORWARDS)).hasSize(6_000)
                    .isEqualTo(IntStream.range(0, 6_000).mapToObj(i -> i / 1_000 + 1L).toList());
            assertThat(revisions(follower, Query.keys(KEY), Direction.BACKWARDS))
                    .containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
        }
    }

    @Test
    void aLogWithoutIndexIsRefusedWhereNoneCanBeMade(@TempDir Path folder) throws IOException {
        withoutIndex();
        var room = new FileDisk(Files.createFile(folder.resolve("a file")));
        assertThatThrownBy(() -> LogFollower.open(new SystemWorld(), disk, room, TINY))
                .isInstanceOf(DiskFailed.class)
                .hasMessageContaining(room.place()).hasMessageContaining("open the store once");
    }
}
