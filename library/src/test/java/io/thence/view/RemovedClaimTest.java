// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Projection;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Desk;
import io.thence.keep.Backup;
import io.thence.keep.Restore;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Claim;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.Truncation;
import io.thence.view.ViewDatabases;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a view claims, when a compaction has removed the event: the view stays, unless that was in another life. */
class RemovedClaimTest {

    private static final LogSettings TINY = new LogSettings(1 << 10, 512, 512, 16, 64, 512, 64);
    private static final CompactionSettings AT_ONCE =
            new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of());
    private static final Projection BALANCES = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents()));

    private final SystemWorld world = new SystemWorld();

    private LogStore open(Disk disk) {
        return LogStore.open(world, disk, TINY);
    }

    private static Desk desk(LogStore store) {
        return Desk.on(Bank.APPLICATION, store, 1 << 20);
    }

    private static void deposit(LogStore store, String account, int times) {
        var desk = desk(store);
        for (int i = 0; i < times; i++) {
            desk.send(new Deposit(account, 1));
        }
    }

    /** Lets go of all that was filed under an account, for good. */
    private static void remove(LogStore store, String account) {
        store.append(Append.of(List.of(Truncation.all(new KeyValue("account", account))), Origin.of("test")));
        deposit(store, "filler", 10);
        var compaction = store.compact(AT_ONCE);
        assertThat(compaction.await(Duration.ofMinutes(1))).isTrue();
        assertThat(compaction.progress().removed()).isPositive();
    }

    private static Claim claim(LogStore store) {
        var end = new Position(store.lineage(), store.head().number() + 1);
        try (var last = store.read(Query.ALL, end, Direction.BACKWARDS)) {
            return Claim.at(last.next().orElseThrow());
        }
    }

    private static List<String> rows(SqlView view) {
        while (view.step()) {
            assertThat(view.progress().failure()).isNull();
        }
        return ViewQuery.of(view).list("select * from balances where account = ?", row -> row.text("account") + " "
                + row.number("cents"), "a");
    }

    @Test
    void theRowsOfRemovedEventsStay(@TempDir Path folder) {
        try (var disk = new FileDisk(folder); var store = open(disk)) {
            deposit(store, "a", 7);
            var view = new SqlView(BALANCES, desk(store).in(world), ViewDatabases.embedded(disk));
            assertThat(rows(view)).containsExactly("a 7");
            view.ended();
            remove(store, "a");
        }
        try (var disk = new FileDisk(folder); var store = open(disk)) {
            var view = new SqlView(BALANCES, desk(store).in(world), ViewDatabases.embedded(disk));
            assertThat(rows(view)).containsExactly("a 7");
            view.ended();
        }
    }

    @Test
    void aClaimOfAnotherLifeIsStrangeThoughItsPositionWasRemoved() {
        var disk = new MemoryDisk();
        var backup = new MemoryDisk();
        var back = new MemoryDisk();
        try (var store = open(disk)) {
            deposit(store, "a", 3);
            var early = claim(store);
            new Backup(world, disk, backup, TINY).run((_, _) -> {});
            deposit(store, "a", 4);
            var late = claim(store);
            new Restore(world, backup, back).run((_, _) -> {});
            back.close();
            try (var restored = open(back)) {
                deposit(restored, "a", 4);
                assertThat(early.stands(restored)).isTrue();
                assertThat(late.stands(restored)).as("another event is there").isFalse();
                remove(restored, "a");
                assertThat(early.stands(restored)).isTrue();
                assertThat(late.stands(restored)).as("none is there, but there was another").isFalse();
                assertThat(early.isBorneOut(restored)).as("nobody can see it").isFalse();
                var ofIt = claim(restored);
                assertThat(ofIt.stands(store)).as("of a later life").isFalse();
            }
            remove(store, "a");
            assertThat(late.stands(store)).isTrue();
            assertThat(new Claim(late.lineage(), store.head().number() + 1, late.event()).stands(store))
                    .as("beyond the head").isFalse();
        }
    }
}
