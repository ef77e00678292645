// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Outcome;
import io.thence.Position;
import io.thence.Send;
import io.thence.event.EventCodec;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.snapshot.SnapshotSettings;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.Bank.BankCommand;
import io.thence.testing.sim.Bank.BankEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/** The bank with its callers and its oracle: a replay of the raw events, apart from the library's folds and views. */
final class BankLife {

    static final int CALLERS = 4;
    static final int COMMANDS = 12;
    private static final List<String> ACCOUNTS = List.of("ann", "bob", "cyd", "dan", "eve");
    /** Small enough that a life sees several segments and rolls. */
    private static final LogSettings TINY = new LogSettings(8 << 10, 1 << 10, 4 << 10, 8, 4, 1 << 10, 64);

    static final Simulator SIMULATOR = with(settings -> settings);

    private BankLife() {}

    /** The bank's simulator, with other limits of snapshots. */
    static Simulator with(UnaryOperator<SnapshotSettings> settings) {
        var simulator = Simulator.of(Bank.APP)
                .on((world, disk) -> new Engine(world, disk, TINY, 1_000)
                        .snapshots(settings.apply(SnapshotSettings.of(TINY))))
                .check(BankLife::check)
                .observe("balances", BankLife::balances);
        for (int i = 0; i < CALLERS; i++) {
            simulator = simulator.caller("caller-" + i, BankLife::work);
        }
        return simulator;
    }

    private static void work(Caller caller) {
        for (var account : ACCOUNTS) {
            caller.send(new BankCommand.Open(account, 40), "open/" + account);
        }
        var random = caller.random();
        for (int i = 0; i < COMMANDS; i++) {
            var from = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
            var to = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
            var how = Send.as(caller.name() + "/" + i);
            var outcome = caller.send(new BankCommand.Move(from, to, 1 + random.nextInt(30)),
                    i % 3 == 0 ? how.remember() : how);
            if (random.nextInt(6) == 0) {
                caller.pause(Duration.ofMillis(random.nextInt(300)));
            }
            if (outcome instanceof Outcome.Accepted && random.nextInt(4) == 0) {
                long seen = caller.thence().query(Bank.BALANCES).after(outcome)
                        .one("select count(*) n from balances", row -> row.number("n"));
                caller.note("sees " + seen + " accounts");
            }
        }
    }

    private static Map<String, Long> balances(Thence bank) {
        var balances = new TreeMap<String, Long>();
        bank.query(Bank.BALANCES).list("select account, cents from balances order by account",
                row -> balances.put(row.text("account"), row.number("cents")));
        return balances;
    }

    private static void check(Thence bank) {
        var balances = new TreeMap<String, Long>();
        var codec = new EventCodec(Bank.APP);
        int owed = 0;
        try (var events = bank.store().read(Query.ALL, new Position(bank.store().lineage(), 0), Direction.FORWARDS)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                switch ((BankEvent) codec.decode(event.get()).data()) {
                    case BankEvent.Opened e -> assertThat(balances.put(e.account(), e.cents())).isNull();
                    case BankEvent.Moved e -> {
                        balances.merge(e.from(), -e.cents(), Long::sum);
                        balances.merge(e.to(), e.cents(), Long::sum);
                        owed += Bank.isRound(e) ? 1 : 0;
                    }
                    case BankEvent.Rewarded e -> {
                        balances.merge(e.account(), e.cents(), Long::sum);
                        owed--;
                    }
                }
                assertThat(balances.values()).as("after %s", event.get().position()).allMatch(cents -> cents >= 0);
            }
        }
        assertThat(owed).as("rewards that are owed").isZero();
        assertThat(balances).hasSize(ACCOUNTS.size());
        assertThat(balances(bank)).as("read model").isEqualTo(balances);
        balances.forEach((account, cents) -> assertThat(bank.read(Bank.BALANCE, account)).isEqualTo(cents));
    }
}
