// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.CommandId;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.log.CompactionSettings;
import io.thence.log.LogFollower;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.Retention;
import io.thence.log.Verify;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Checkpoint;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.EventStore.Direction;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Truncation;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

import static io.thence.testing.engine.Kept.customer;
import static io.thence.testing.engine.Kept.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompactionTest {
    private static final LogSettings TINY = Logs.TINY;
    private static final CompactionSettings DEFAULT = CompactionSettings.DEFAULT;
    private static final Duration LATER = Duration.ofHours(2);

    private final MemoryDisk disk = new MemoryDisk();
    private final HandWorld world = new HandWorld(1);
    private final Kept kept = new Kept(5);

    private LogStore open() {
        return LogStore.open(world, disk, TINY);
    }

    private void expect(LogStore store, Predicate<Kept.Event> stays) {
        assertThat(Kept.texts(store)).isEqualTo(kept.texts(stays));
        store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS).list(Integer.MAX_VALUE)
                .forEach(this::expectRevision);
        for (int i = 0; i < 6; i++) {
            var key = order(i);
            assertThat(Kept.texts(store, key))
                    .isEqualTo(kept.texts(stays.and(e -> e.keys().contains(key))).reversed());
        }
    }

    /** Its ordinal among all that were ever appended to its stream; but for what was left below the stream's floor. */
    private void expectRevision(StoredEvent event) {
        var stream = event.keys().getFirst();
        long position = event.position().number();
        if (position >= kept.floors.floor(stream)) {
            assertThat(event.revision()).as("revision of " + event).isEqualTo(kept.all.stream()
                    .filter(e -> e.position() <= position && e.keys().contains(stream)).count());
        }
    }

    /** What a log must be, open and opened anew, for a follower and for verify. */
    private void expectEverywhere(Predicate<Kept.Event> stays) {
        try (var store = open()) {
            expect(store, stays);
        }
        disk.close();
        try (var follower = LogFollower.open(disk, TINY)) {
            var from = new Position(follower.lineage(), 0);
            assertThat(Kept.texts(follower.read(Query.ALL, from, Direction.FORWARDS))).isEqualTo(kept.texts(stays));
        }
        var report = Verify.run(disk, TINY, (_, _) -> {});
        assertThat(report.list()).isEmpty();
        assertThat(report.events()).isEqualTo(kept.texts(stays).size());
        assertThat(report.events() + report.removed()).isEqualTo(kept.all.size());
        assertThat(report.head()).isEqualTo(kept.all.size());
    }

    @Test
    void packingChangesNothingThatIsRead() {
        Logs.writeOneOfEach(disk);
        var before = Logs.events(disk);
        try (var store = LogStore.open(world, disk, TINY)) {
            kept.compact(store, DEFAULT);
            assertThat(Logs.events(store)).isEqualTo(before);
            assertThat(store.checkpoint("view")).isEqualTo(new Checkpoint(7, 3));
        }
        disk.close();
        assertThat(Kept.files(disk)).hasSizeGreaterThan(3);
        assertThat(Kept.files(disk).reversed().subList(1, Kept.files(disk).size()))
                .allMatch(file -> file.endsWith(".1.packed"));
        assertThat(Kept.files(disk).getLast()).endsWith(".segment");
        assertThat(Logs.events(disk)).isEqualTo(before);
        try (var store = LogStore.open(world, disk, TINY)) {
            assertThat(store.checkpoint("view")).isEqualTo(new Checkpoint(7, 3));
            assertThat(store.checkpoint("reader")).isEqualTo(new Checkpoint(1, 2));
            assertThat(store.remembered(new CommandId("refused")).orElseThrow().refused()).contains("too poor");
            assertThat(store.remembered(new CommandId("many-0"))).isPresent();
        }
    }

    @Test
    void packedAgainOnlyWhereSomethingGoes() {
        try (var store = open()) {
            kept.append(store, world, 60);
            world.pass(LATER);
            kept.compact(store, DEFAULT);
            var files = Kept.files(disk);
            assertThat(kept.compact(store, DEFAULT).progress().packed()).isZero();
            assertThat(Kept.files(disk)).isEqualTo(files);
            kept.floors.floor(order(1), 20).floor(customer(0), 20).floor(customer(1), 20).floor(customer(2), 20);
            assertThat(kept.compact(store, DEFAULT).progress().packed()).isPositive().isLessThan(files.size() - 1);
            expect(store, e -> !kept.isBelowFloors(e));
        }
        disk.close();
        expectEverywhere(e -> !kept.isBelowFloors(e));
    }

    @Test
    void removesWhatIsBelowTheFloorsOfAllItsKeys() {
        try (var store = open()) {
            kept.append(store, world, 120);
            world.pass(LATER);
            kept.append(store, world, 1);
            kept.floors.floor(order(1), 100).floor(order(2), 70).floor(customer(0), 90);
            expect(store, _ -> true);
            var progress = kept.compact(store, DEFAULT).progress();
            var gone = kept.all.stream().filter(kept::isBelowFloors).count();
            assertThat(gone).isGreaterThan(5);
            assertThat(progress.removed()).isEqualTo(gone);
            assertThat(progress.bytesAfter()).isLessThan(progress.bytesBefore());
            expect(store, e -> !kept.isBelowFloors(e));
            kept.append(store, world, 30);
            expect(store, e -> !kept.isBelowFloors(e));
        }
        disk.close();
        expectEverywhere(e -> !kept.isBelowFloors(e));
    }

    @Test
    void aLogIsEmptiedButForItsPositions() {
        try (var store = LogStore.open(world, disk, LogSettings.SMALL)) {
            kept.append(store, world, 3_000);
            world.pass(LATER);
            int before = kept.all.size();
            for (int i = 0; i < 6; i++) {
                kept.floors.floor(order(i), Long.MAX_VALUE).floor(customer(i), Long.MAX_VALUE);
            }
            long bytes = disk.list("log").stream().mapToLong(this::length).sum();
            kept.compact(store, DEFAULT);
            assertThat(disk.list("log").stream().mapToLong(this::length).sum()).isLessThan(bytes / 4);
            assertThat(Kept.texts(store)).hasSizeLessThan(800);
            kept.append(store, world, 1);
            assertThat(kept.all.get(before).position()).isEqualTo(before + 1);
            kept.compact(store, DEFAULT);
        }
        disk.close();
        try (var store = open()) {
            assertThat(store.head().number()).isEqualTo(kept.all.size());
        }
        disk.close();
        assertThat(Verify.run(disk, TINY, (_, _) -> {}).list()).isEmpty();
    }

    private long length(String file) {
        return disk.open("log/" + file, Access.READ).size();
    }

    @Test
    void nothingYoungerThanTheHorizonGoes() {
        try (var store = open()) {
            kept.append(store, world, 40);
            world.pass(Duration.ofMinutes(59));
            kept.append(store, world, 40);
            for (int i = 0; i < 6; i++) {
                kept.floors.floor(order(i), Long.MAX_VALUE).floor(customer(i), Long.MAX_VALUE);
            }
            assertThat(kept.compact(store, DEFAULT).progress().removed()).isZero();
            expect(store, _ -> true);
            long limit = world.now().minus(Duration.ofMinutes(30)).toEpochMilli();
            world.pass(Duration.ofMinutes(30));
            assertThat(kept.compact(store, DEFAULT).progress().removed()).isPositive();
            expect(store, e -> e.millis() > limit);
        }
    }

    @Test
    void streamsAreKeptByAgeByCountOrByBoth() {
        try (var store = open()) {
            kept.append(store, world, 60);
            world.pass(Duration.ofDays(10));
            kept.append(store, world, 60);
            world.pass(Duration.ofDays(10));
            kept.append(store, world, 30);
            var stays = stays(Retention.ofAge("order", Duration.ofDays(15)));
            kept.compact(store, DEFAULT.keeping(List.of(Retention.ofAge("order", Duration.ofDays(15)))));
            expect(store, stays);
            var both = new Retention("order", Optional.of(Duration.ofDays(5)), OptionalLong.of(25));
            kept.compact(store, DEFAULT.keeping(List.of(both)));
            stays = stays.and(stays(both));
            expect(store, stays);
            var byCount = Retention.ofCount("order", 8);
            kept.compact(store, DEFAULT.keeping(List.of(byCount)));
            assertThat(kept.texts(stays.and(stays(byCount)))).hasSizeLessThan(kept.texts(stays).size());
        }
        disk.close();
        try (var store = open()) {
            for (int i = 0; i < 6; i++) {
                assertThat(Kept.texts(store, order(i))).hasSizeGreaterThanOrEqualTo(8);
            }
        }
    }

    /** By the definition: no event goes that has fewer newer ones than the count, or is younger than the age. */
    private Predicate<Kept.Event> stays(Retention retention) {
        long limit = world.now().minus(retention.age().orElse(Duration.ZERO)).toEpochMilli();
        return e -> (retention.age().isPresent() && e.millis() >= limit)
                || (retention.count().isPresent()
                        && kept.floors.after(e.keys().getFirst(), e.position()) < retention.count().getAsLong());
    }

    @Test
    void whatSetsAFloorOutlivesItsStreamsRetention() {
        var system = new NewEvent("thence.truncated", 1, List.of(order(1)), Logs.utf8("{\"before\":1}"),
                Optional.empty());
        try (var store = open()) {
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
        var event = new NewEvent("paid", 1, List.of(order(9)), Logs.utf8("{}"), Optional.empty());
        try (var store = open()) {
            kept.add(store, world, Append.of(List.of(event, event), Origin.of("kept")).of(pay));
            store.append(Append.of(List.of(), Origin.of("kept")).of(new Command(new CommandId("no"), hash))
                    .refused("too poor"));
            kept.append(store, world, 60);
            kept.floors.floor(order(9), Long.MAX_VALUE);
            world.pass(LATER);
            kept.compact(store, DEFAULT);
        }
        disk.close();
        try (var store = open()) {
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
        try (var store = open()) {
            assertThat(store.remembered(new CommandId("no"))).isEmpty();
            assertThat(store.remembered(new CommandId("pay"))).isEmpty();
        }
    }

    @Test
    void aConsumersNewestWordIsNeverLost() {
        try (var store = open()) {
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
        try (var store = open()) {
            assertThat(store.checkpoint("idle")).isEqualTo(new Checkpoint(3, 4));
            assertThat(store.checkpoint("busy")).isEqualTo(new Checkpoint(2, 9));
            assertThat(store.append(Append.finished(List.of(new Finished("busy", 1, 20)))))
                    .isInstanceOf(Appended.Fenced.class);
        }
    }

    @Test
    void readersGoOnFromWhereTheyWere() {
        try (var store = open()) {
            kept.append(store, world, 150);
            world.pass(LATER);
            var subscription = store.subscribe(Query.ALL, new Position(store.lineage(), 0));
            var scan = store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS);
            var byKey = store.read(Query.keys(order(1)), new Position(store.lineage(), 0), Direction.FORWARDS);
            assertThat(subscription.poll(77, Long.MAX_VALUE).events()).hasSize(77);
            assertThat(scan.list(80)).hasSize(80);
            long keyed = byKey.list(3).getLast().position().number();
            for (int i = 0; i < 6; i++) {
                kept.floors.floor(order(i), 250).floor(customer(i), 250);
            }
            kept.compact(store, DEFAULT);
            assertThat(subscription.poll(10_000, Long.MAX_VALUE).events().stream().map(Kept::text))
                    .containsAll(kept.texts(e -> e.position() >= 250));
            assertThat(Kept.texts(scan)).containsAll(kept.texts(e -> e.position() >= 250));
            assertThat(Kept.texts(byKey)).containsAll(kept.texts(e -> e.position() >= 250 && e.position() > keyed
                    && e.keys().contains(order(1))));
        }
    }

    @Test
    void stoppedItGoesOnWithTheSegmentThatItWasAt() {
        try (var store = open()) {
            kept.append(store, world, 200);
            world.pass(LATER);
            var first = store.compact(DEFAULT, kept.floors);
            assertThatThrownBy(() -> store.compact(DEFAULT, kept.floors)).isInstanceOf(BadRequest.class);
            while (first.progress().segments() < 3) {
                world.step();
            }
            first.stop();
            assertThat(first.progress().over()).isTrue();
            assertThat(first.progress().segments()).isEqualTo(3);
            assertThat(Kept.files(disk)).anyMatch(file -> file.endsWith(".compacting"));
        }
        disk.close();
        try (var store = open()) {
            var second = kept.compact(store, DEFAULT).progress();
            assertThat(second.packed()).isEqualTo(second.of() - 3);
            assertThat(second.bytes()).isEqualTo(second.bytesOf());
            assertThat(Kept.files(disk)).noneMatch(file -> file.endsWith(".compacting"));
            expect(store, _ -> true);
        }
    }

    @Test
    void truncationsInTheLogSetTheFloors() {
        try (var store = open()) {
            kept.append(store, world, 80);
            var origin = Origin.of("kept");
            kept.add(store, world, Append.of(List.of(Truncation.before(order(1), at(store, 90))), origin));
            for (int i = 0; i < 3; i++) {
                kept.add(store, world, Append.of(List.of(Truncation.before(customer(i), at(store, 60))), origin));
            }
            var summary = new NewEvent("order.summed", 1, List.of(order(2)), Logs.utf8("{}"), Optional.empty());
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
        try (var store = open()) {
            var compaction = store.compact(DEFAULT);
            assertThat(compaction.await(LATER)).isTrue();
            assertThat(compaction.progress().removed()).isPositive();
            assertThat(Kept.texts(store)).isEqualTo(kept.texts(e -> !kept.isBelowFloors(e)));
            var byCount = store.compact(DEFAULT.keeping(List.of(Retention.ofCount("order", 4))));
            assertThat(byCount.await(LATER)).isTrue();
            var stays = stays(Retention.ofCount("order", 4)).or(e -> e.type().startsWith("thence."));
            assertThat(Kept.texts(store)).containsAll(kept.texts(e -> !kept.isBelowFloors(e) && stays.test(e)))
                    .hasSizeLessThan(kept.texts(e -> !kept.isBelowFloors(e)).size());
        }
        disk.close();
        assertThat(Verify.run(disk, TINY, (_, _) -> {}).list()).isEmpty();
    }

    private static Position at(LogStore store, long number) {
        return new Position(store.lineage(), number);
    }
}
