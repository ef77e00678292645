// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.Desk;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.snapshot.SnapshotWriter.Due;
import io.thence.snapshot.Tally.Added;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.store.Truncation;
import io.thence.world.Disk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No state outlives a truncation of its key: the next one is the fold of what remains. */
class TruncatedStatesTest {

    private static final KeyValue A = new KeyValue("account", "a");
    private static final SnapshotSettings SETTINGS = SnapshotSettings.of(LogSettings.SMALL);
    /** So small that each event is in a segment of its own, or nearly. */
    private static final LogSettings TINY = new LogSettings(1 << 10, 512, 512, 16, 64, 512, 64);

    private final MemoryDisk disk = new MemoryDisk();

    private static Thence open(Disk disk, SnapshotSettings settings) {
        return Thence.run(Tally.of(Tally.SUM), new Engine(new SystemWorld(), disk, TINY, 1 << 20).snapshots(settings));
    }

    private static void append(EventStore store, NewEvent... events) {
        assertThat(store.append(Append.of(List.of(events), Origin.of("test")))).isInstanceOf(Appended.Committed.class);
    }

    private static NewEvent added(long number) {
        return new EventCodec(Tally.of(Tally.SUM)).encode(new Added("a", number));
    }

    private static Position at(EventStore store, long number) {
        return new Position(store.lineage(), number);
    }

    private static long total(Thence tally) {
        return tally.read(Tally.SUM, "a").total();
    }

    @Test
    void a_hot_state_is_folded_anew_from_what_remains() {
        try (var tally = open(disk, SETTINGS)) {
            Tally.add(tally, "a", 1, 25);
            assertThat(total(tally)).isEqualTo(325);
            append(tally.store(), Truncation.before(A, at(tally.store(), 23)));
            assertThat(total(tally)).isEqualTo(23 + 24 + 25);
            Tally.add(tally, "a", 26, 26);
            assertThat(total(tally)).isEqualTo(23 + 24 + 25 + 26);
            append(tally.store(), Truncation.all(A), added(1_000));
            assertThat(total(tally)).as("the books were closed").isEqualTo(1_000);
            append(tally.store(), Truncation.all(A));
            assertThat(total(tally)).isZero();
            Tally.add(tally, "a", 30, 31);
            assertThat(total(tally)).isEqualTo(61);
            append(tally.store(), Truncation.tombstone(A));
            assertThat(total(tally)).isZero();
        }
    }

    @Test
    void commands_are_decided_on_what_remains() {
        try (var desk = Desk.open(disk)) {
            desk.send(new Deposit("a", 10));
            assertThat(desk.send(new Withdraw("a", 1))).isInstanceOf(Outcome.Accepted.class);
            append(desk.store(), Truncation.all(A));
            assertThat(desk.send(new Withdraw("a", 1))).isInstanceOf(Outcome.Refused.class);
            desk.send(new Deposit("a", 3));
            assertThat(desk.send(new Withdraw("a", 4))).isInstanceOf(Outcome.Refused.class);
            assertThat(desk.send(new Withdraw("a", 3))).isInstanceOf(Outcome.Accepted.class);
            assertThat(desk.balance("a")).isEqualTo(desk.besides().balance("a")).isZero();
        }
    }

    /** The event that the snapshot names is still there. */
    @Test
    void a_snapshot_from_before_is_not_used_after_a_start() {
        try (var tally = open(disk, SETTINGS)) {
            Tally.add(tally, "a", 1, 25);
        }
        try (var store = LogStore.open(new SystemWorld(), disk, TINY)) {
            append(store, Truncation.before(A, at(store, 15)));
            assertThat(store.head().number()).isEqualTo(26);
        }
        disk.close();
        for (var settings : List.of(SETTINGS.comparing(), SETTINGS)) {
            try (var tally = open(disk, settings)) {
                assertThat(total(tally)).isEqualTo(325 - 14 * 15 / 2);
            }
        }
    }

    @Test
    void snapshots_from_after_are_used() {
        try (var tally = open(disk, SETTINGS)) {
            Tally.add(tally, "a", 1, 25);
            append(tally.store(), Truncation.all(A));
            Tally.add(tally, "a", 26, 36);
        }
        try (var tally = open(disk, SETTINGS)) {
            assertThat(Tally.stepsToRead(tally, Tally.SUM, 341)).isEqualTo(1);
        }
        try (var tally = open(disk, SETTINGS.comparing())) {
            assertThat(total(tally)).isEqualTo(341);
        }
    }

    /** The event that follows it is of the same key, and not in the state. */
    @Test
    void a_state_is_not_kept_whose_last_event_is_gone() {
        var world = new SystemWorld();
        try (var store = LogStore.open(world, disk, TINY);
                var log = SnapshotLog.open(world, new MemoryDisk(), SETTINGS, Set.of()).orElseThrow()) {
            for (int i = 0; i < 40; i++) {
                append(store, added(1));
            }
            append(store, Truncation.before(A, at(store, 30)));
            store.compact(new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of())).await(Duration.ofMinutes(1));
            assertThat(store.at(5)).isEmpty();
            var fold = new FoldSnapshots<>(Tally.SUM, new Ports(world, store, new EventCodec(Tally.of(Tally.SUM))),
                    new FoldSnapshots.Home(log, new SnapshotWriter(world, log, 2), false));
            assertThat(fold.encode(new Due(fold, A, Tally.SUM.start(), 5))).isEmpty();
            assertThat(fold.encode(new Due(fold, A, Tally.SUM.start(), 35))).isPresent();
        }
    }

    @Test
    void states_are_the_same_when_what_was_truncated_is_gone() {
        try (var tally = open(disk, SETTINGS)) {
            Tally.add(tally, "a", 1, 25);
        }
        try (var store = LogStore.open(new SystemWorld(), disk, TINY)) {
            append(store, Truncation.all(A), added(500));
            for (int i = 0; i < 5; i++) {
                append(store, added(1));
            }
            var compaction = store.compact(new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of()));
            assertThat(compaction.await(Duration.ofMinutes(1))).isTrue();
            assertThat(compaction.progress().removed()).isGreaterThan(10);
        }
        disk.close();
        try (var tally = open(disk, SETTINGS.comparing())) {
            assertThat(total(tally)).isEqualTo(505);
            Tally.add(tally, "a", 26, 26);
            assertThat(total(tally)).isEqualTo(531);
        }
    }
}
