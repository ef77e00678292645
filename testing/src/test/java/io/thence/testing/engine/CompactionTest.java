// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.CommandId;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.check.Verify;
import io.thence.store.Checkpoint;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

import static io.thence.testing.engine.Kept.customer;
import static io.thence.testing.engine.Kept.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompactionTest {
    private static final LogSettings TINY = Logs.TINY;
    private static final CompactionSettings DEFAULT = CompactionSettings.DEFAULT;
    private static final Duration LATER = Duration.ofHours(2);

    private final KeptLog log = new KeptLog();
    private final MemoryDisk disk = log.disk;
    private final HandWorld world = log.world;
    private final Kept kept = log.kept;

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
        log.loseIndex();
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
        try (var store = log.open()) {
            kept.append(store, world, 60);
            world.pass(LATER);
            kept.compact(store, DEFAULT);
            var files = Kept.files(disk);
            assertThat(kept.compact(store, DEFAULT).progress().packed()).isZero();
            assertThat(Kept.files(disk)).isEqualTo(files);
            kept.floors.floor(order(1), 20).floor(customer(0), 20).floor(customer(1), 20).floor(customer(2), 20);
            assertThat(kept.compact(store, DEFAULT).progress().packed()).isPositive().isLessThan(files.size() - 1);
            log.expect(store, e -> !kept.isBelowFloors(e));
        }
        disk.close();
        log.expectEverywhere(e -> !kept.isBelowFloors(e));
    }

    @Test
    void removesWhatIsBelowTheFloorsOfAllItsKeys() {
        try (var store = log.open()) {
            kept.append(store, world, 120);
            world.pass(LATER);
            kept.append(store, world, 1);
            kept.floors.floor(order(1), 100).floor(order(2), 70).floor(customer(0), 90);
            log.expect(store, _ -> true);
            var progress = kept.compact(store, DEFAULT).progress();
            var gone = kept.all.stream().filter(kept::isBelowFloors).count();
            assertThat(gone).isGreaterThan(5);
            assertThat(progress.removed()).isEqualTo(gone);
            assertThat(progress.bytesAfter()).isLessThan(progress.bytesBefore());
            log.expect(store, e -> !kept.isBelowFloors(e));
            kept.append(store, world, 30);
            log.expect(store, e -> !kept.isBelowFloors(e));
        }
        disk.close();
        log.expectEverywhere(e -> !kept.isBelowFloors(e));
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
        try (var store = log.open()) {
            assertThat(store.head().number()).isEqualTo(kept.all.size());
        }
        disk.close();
        assertThat(Verify.run(disk, TINY, (_, _) -> {}).list()).isEmpty();
    }

    private long length(String file) {
        return disk.open("log/" + file, Access.READ).size();
    }

    @Test
    void readersGoOnFromWhereTheyWere() {
        try (var store = log.open()) {
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
        try (var store = log.open()) {
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
        try (var store = log.open()) {
            var second = kept.compact(store, DEFAULT).progress();
            assertThat(second.packed()).isEqualTo(second.of() - 3);
            assertThat(second.bytes()).isEqualTo(second.bytesOf());
            assertThat(Kept.files(disk)).noneMatch(file -> file.endsWith(".compacting"));
            log.expect(store, _ -> true);
        }
    }

    /** The file is closed after a reader has chosen it, and before it reads. */
    @Test
    void aReaderWhoseFileIsClosedUnderItReadsOnInTheNewOne() {
        var closing = new ClosingDisk();
        try (var store = LogStore.open(world, closing, TINY)) {
            kept.append(store, world, 100);
            world.pass(LATER);
            for (int i = 0; i < 6; i++) {
                kept.floors.floor(order(i), 100).floor(customer(i), 100);
            }
            var once = new AtomicBoolean(true);
            closing.watch(read -> {
                if (read.equals("log/0000000004.segment") && once.getAndSet(false)) {
                    kept.compact(store, DEFAULT);
                }
            });
            assertThat(Kept.texts(store)).containsAll(kept.texts(e -> e.position() >= 100));
            assertThat(once).isFalse();
        }
        closing.close();
    }
}
