// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.CommandId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.Retention;
import io.thence.log.check.Verify;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Checkpoint;
import io.thence.store.Command;
import io.thence.store.Condition;
import io.thence.store.ContentHash;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import io.thence.store.Truncation;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static io.thence.testing.engine.Kept.customer;
import static io.thence.testing.engine.Kept.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a compaction removes, and what it must not. */
class RetentionTest {
    private static final CompactionSettings DEFAULT = CompactionSettings.DEFAULT;
    private static final Duration LATER = Duration.ofHours(2);

    private final KeptLog log = new KeptLog();
    private final MemoryDisk disk = log.disk;
    private final HandWorld world = log.world;
    private final Kept kept = log.kept;

    @Test
    void streamsAreKeptByAgeByCountOrByBoth() {
        try (var store = log.open()) {
            kept.append(store, world, 60);
            world.pass(Duration.ofDays(10));
            kept.append(store, world, 60);
            world.pass(Duration.ofDays(10));
            kept.append(store, world, 30);
            var stays = log.stays(Retention.ofAge("order", Duration.ofDays(15)));
            kept.compact(store, DEFAULT.keeping(List.of(Retention.ofAge("order", Duration.ofDays(15)))));
            log.expect(store, stays);
            var both = new Retention("order", Optional.of(Duration.ofDays(5)), OptionalLong.of(25));
            kept.compact(store, DEFAULT.keeping(List.of(both)));
            stays = stays.and(log.stays(both));
            log.expect(store, stays);
            var byCount = Retention.ofCount("order", 8);
            kept.compact(store, DEFAULT.keeping(List.of(byCount)));
            assertThat(kept.texts(stays.and(log.stays(byCount)))).hasSizeLessThan(kept.texts(stays).size());
        }
        disk.close();
        try (var store = log.open()) {
            for (int i = 0; i < 6; i++) {
                assertThat(Kept.texts(store, order(i))).hasSizeGreaterThanOrEqualTo(8);
            }
        }
    }

    @Test
    void whatSetsAFloorOutlivesItsStreamsRetention() {
        var system = NewEvent.of("thence.truncated", 1, List.of(order(1)), Logs.utf8("{\"before\":1}"));
        try (var store = log.open()) {
            kept.add(store, world, Append.of(List.of(system), Origin.of("kept")));
            kept.append(store, world, 60);
            world.pass(LATER);
            kept.append(store, world, 60);
            kept.compact(store, DEFAULT.keeping(List.of(Retention.ofCount("order", 1))));
            assertThat(Kept.texts(store, order(1)).getLast()).startsWith("1 thence.truncated");
            kept.floors.floor(order(1), 2);
            kept.compact(store, DEFAULT);
            assertThat(Kept.texts(store, order(1)).getLast()).doesNotStartWith("1 ");
        }
    }

    @Test
    void aCommandIsRememberedForItsTimeThoughItsEventsAreGone() {
        var hash = ContentHash.sha256(new byte[] {1});
        var pay = new Command(new CommandId("pay"), hash);
        var event = NewEvent.of("paid", 1, List.of(order(9)), Logs.utf8("{}"));
        try (var store = log.open()) {
            kept.add(store, world, Append.of(List.of(event, event), Origin.of("kept")).of(pay));
            store.append(Append.of(List.of(), Origin.of("kept")).of(new Command(new CommandId("no"), hash))
                    .refused("too poor"));
            kept.append(store, world, 60);
            kept.floors.floor(order(9), Long.MAX_VALUE);
            world.pass(LATER);
            kept.compact(store, DEFAULT);
        }
        disk.close();
        log.loseIndex();
        try (var store = log.open()) {
            assertThat(Kept.texts(store, order(9))).isEmpty();
            var repeated = (Appended.Repeated) store.append(
                    Append.of(List.of(event, event), Origin.of("kept")).of(pay));
            assertThat(repeated.first().events()).isEqualTo(2);
            assertThat(repeated.first().last().number()).isEqualTo(2);
            assertThat(store.remembered(new CommandId("no")).orElseThrow().refused()).contains("too poor");
            world.pass(Duration.ofDays(31));
            kept.floors.floor(order(0), 50);
            kept.compact(store, DEFAULT);
        }
        disk.close();
        try (var store = log.open()) {
            assertThat(store.remembered(new CommandId("no"))).isEmpty();
            assertThat(store.remembered(new CommandId("pay"))).isEmpty();
        }
    }

    @Test
    void aConsumersNewestWordIsNeverLost() {
        try (var store = log.open()) {
            kept.append(store, world, 20);
            store.append(Append.finished(List.of(new Finished("idle", 3, 4), new Finished("busy", 1, 4))));
            kept.append(store, world, 40);
            store.append(Append.finished(List.of(new Finished("busy", 2, 9))));
            kept.append(store, world, 40);
            world.pass(LATER);
            kept.floors.floor(order(0), 50).floor(customer(0), 50);
            kept.compact(store, DEFAULT);
            kept.floors.floor(order(1), 50).floor(customer(1), 50);
            kept.compact(store, DEFAULT);
        }
        disk.close();
        log.loseIndex();
        try (var store = log.open()) {
            assertThat(store.checkpoint("idle")).isEqualTo(new Checkpoint(3, 4));
            assertThat(store.checkpoint("busy")).isEqualTo(new Checkpoint(2, 9));
            assertThat(store.append(Append.finished(List.of(new Finished("busy", 1, 20)))))
                    .isInstanceOf(Appended.Fenced.class);
        }
    }

    @Test
    void truncationsInTheLogSetTheFloors() {
        try (var store = log.open()) {
            kept.append(store, world, 80);
            var origin = Origin.of("kept");
            kept.add(store, world, Append.of(List.of(Truncation.before(order(1), KeptLog.at(store, 90))), origin));
            for (int i = 0; i < 3; i++) {
                var truncated = Truncation.before(customer(i), KeptLog.at(store, 60));
                kept.add(store, world, Append.of(List.of(truncated), origin));
            }
            var summary = NewEvent.of("order.summed", 1, List.of(order(2)), Logs.utf8("{}"));
            kept.add(store, world, Append.of(List.of(Truncation.all(order(2)), summary), origin));
            kept.floors.floor(order(1), 90).floor(order(2), kept.all.size() - 1);
            kept.add(store, world, Append.of(List.of(Truncation.tombstone(order(3))), origin));
            kept.floors.floor(order(3), kept.all.size());
            for (int i = 0; i < 3; i++) {
                kept.floors.floor(customer(i), 60);
            }
            world.pass(LATER);
            kept.append(store, world, 40, 3); // of the orders that have no tombstone
        }
        disk.close();
        try (var store = log.open()) {
            var compaction = store.compact(DEFAULT);
            assertThat(compaction.await(LATER)).isTrue();
            assertThat(compaction.progress().removed()).isPositive();
            assertThat(Kept.texts(store)).isEqualTo(kept.texts(e -> !kept.isBelowFloors(e)));
            var byCount = store.compact(DEFAULT.keeping(List.of(Retention.ofCount("order", 4))));
            assertThat(byCount.await(LATER)).isTrue();
            var stays = log.stays(Retention.ofCount("order", 4)).or(e -> e.type().startsWith("thence."));
            assertThat(Kept.texts(store)).containsAll(kept.texts(e -> !kept.isBelowFloors(e) && stays.test(e)))
                    .hasSizeLessThan(kept.texts(e -> !kept.isBelowFloors(e)).size());
        }
        disk.close();
        assertThat(Verify.run(disk, Logs.TINY, (_, _) -> {}).list()).isEmpty();
    }

    @Test
    void settingsThatWouldHarmAreRefused() {
        assertThatThrownBy(() -> new Retention("order", Optional.empty(), OptionalLong.empty()))
                .isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> Retention.ofCount("order", 0)).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> new CompactionSettings(Duration.ofDays(2), Duration.ofDays(1), List.of()))
                .isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> DEFAULT.keeping(List.of(Retention.ofCount("a", 1), Retention.ofCount("a", 2))))
                .isInstanceOf(BadRequest.class);
    }

    @Test
    void nothingYoungerThanTheHorizonGoes() {
        try (var store = log.open()) {
            kept.append(store, world, 40);
            world.pass(Duration.ofMinutes(59));
            kept.append(store, world, 40);
            for (int i = 0; i < 6; i++) {
                kept.floors.floor(order(i), Long.MAX_VALUE).floor(customer(i), Long.MAX_VALUE);
            }
            assertThat(kept.compact(store, DEFAULT).progress().removed()).isZero();
            log.expect(store, _ -> true);
            long limit = world.now().minus(Duration.ofMinutes(30)).toEpochMilli();
            world.pass(Duration.ofMinutes(30));
            assertThat(kept.compact(store, DEFAULT).progress().removed()).isPositive();
            log.expect(store, e -> e.millis() > limit);
        }
    }

    /** The index was written down within a segment, which was compacted behind that; then the process was killed. */
    @Test
    void whatWasRemovedBehindTheIndexsBookmarkIsNotForgotten() {
        var settings = new LogSettings(8 << 10, 1 << 10, 1 << 10, 16, 64, 512, 1 << 6);
        var late = new KeyValue("late", "x");
        var event = NewEvent.of("late.came", 1, List.of(late), Logs.utf8("{}"));
        try (var store = LogStore.open(world, disk, settings)) {
            kept.append(store, world, 15);
        }
        disk.close();
        assertThat(disk.list("index")).anyMatch(file -> file.endsWith(".run"));
        var killed = LogStore.open(world, disk, settings);
        killed.append(Append.finished(List.of(new Finished("view", 7, 3))));
        kept.add(killed, world, Append.of(List.of(event, event, event), Origin.of("kept")));
        kept.append(killed, world, 60);
        world.pass(LATER);
        kept.floors.floor(late, Long.MAX_VALUE);
        assertThat(kept.compact(killed, DEFAULT).progress().removed()).isEqualTo(3);
        disk.close();
        var next = new HandWorld(2);
        try (var store = LogStore.open(next, disk, settings)) {
            assertThat(store.checkpoint("view")).isEqualTo(new Checkpoint(7, 3));
            assertThat(Kept.texts(store)).isEqualTo(kept.texts(e -> !kept.isBelowFloors(e)));
            assertThat(store.append(Append.of(List.of(event), Origin.of("kept"))
                    .on(new Condition.Revision(late, 3)))).isInstanceOf(Appended.Committed.class);
        }
    }

    /** A dictionary is made of pieces of content, and stands in the file as they were. */
    @Test
    void nothingOfWhatGoesIsLeftInTheFile() {
        var settings = new LogSettings(512 << 10, 64 << 10, 64 << 10, 64, 64, 4 << 10, 1 << 8);
        try (var store = LogStore.open(world, disk, settings)) {
            for (int i = 0; i < 2_500; i++) {
                kept.add(store, world, Append.of(List.of(note("secret", "the-treasure-lies-below-the-old-oak-", i),
                        note("open", "the-weather-was-fine-on-that-day-", i)), Origin.of("kept")));
            }
            world.pass(LATER);
            kept.floors.floor(new KeyValue("note", "secret"), Long.MAX_VALUE);
            assertThat(kept.compact(store, DEFAULT).progress().packed()).isPositive();
        }
        disk.close();
        var packed = disk.list("log").stream().filter(file -> file.endsWith(".packed")).toList();
        assertThat(packed).isNotEmpty().allSatisfy(file -> assertThat(text("log/" + file))
                .contains("weather").doesNotContain("treasure").doesNotContain("old-oak"));
    }

    private static NewEvent note(String about, String text, int number) {
        return NewEvent.of("noted", 1, List.of(new KeyValue("note", about)),
                Logs.utf8("\"" + text.repeat(2) + number + "\""));
    }

    private String text(String name) {
        var file = disk.open(name, Access.READ);
        var bytes = ByteBuffer.allocate((int) file.size());
        file.read(bytes, 0);
        return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
    }
}
