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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bank with its callers and its oracle: a replay of the raw events, apart from the library's folds and views, which
 * is asked whether each answer that somebody got was true at its place in the log.
 */
final class BankLife {

    static final int CALLERS = 4;
    static final int COMMANDS = 12;
    private static final List<String> ACCOUNTS = List.of("ann", "bob", "cyd", "dan", "eve");
    /** Small enough that a life sees several segments and rolls. */
    private static final LogSettings TINY = new LogSettings(8 << 10, 1 << 10, 4 << 10, 8, 4, 1 << 10, 64);

    private final Told told = new Told();

    /** The bank's simulator. */
    static Simulator simulator() {
        return Simulator.each(() -> new BankLife().simulator(settings -> settings));
    }

    /** The simulator of this life, with other limits of snapshots. */
    Simulator simulator(UnaryOperator<SnapshotSettings> settings) {
        var simulator = Simulator.of(Bank.APP)
                .on((world, disk) -> new Engine(world, disk, TINY, 1_000)
                        .snapshots(settings.apply(SnapshotSettings.of(TINY))))
                .check(this::check)
                .observe("balances", BankLife::balances);
        for (int i = 0; i < CALLERS; i++) {
            simulator = simulator.caller("caller-" + i, this::work);
        }
        return simulator;
    }

    /** What the callers were told. */
    Told told() {
        return told;
    }

    private void work(Caller caller) {
        for (var account : ACCOUNTS) {
            send(caller, new BankCommand.Open(account, 40), Send.as("open/" + account));
        }
        var random = caller.random();
        for (int i = 0; i < COMMANDS; i++) {
            var from = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
            var to = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
            var how = Send.as(caller.name() + "/" + i);
            var outcome = send(caller, new BankCommand.Move(from, to, 1 + random.nextInt(30)),
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

    private Outcome send(Caller caller, BankCommand command, Send how) {
        var outcome = caller.send(command, how);
        told.add(how.id().orElseThrow(), command, outcome);
        return outcome;
    }

    private static Map<String, Long> balances(Thence bank) {
        var balances = new TreeMap<String, Long>();
        bank.query(Bank.BALANCES).list("select account, cents from balances order by account",
                row -> balances.put(row.text("account"), row.number("cents")));
        return balances;
    }

    /** One event of the log. */
    private record Stored(String id, BankEvent event) {}

    /** What the raw events up to a place come to: the accounts that are open, with what they have. */
    private record Truth(Map<String, Long> balances) {

        Truth after(BankEvent event) {
            var next = new TreeMap<>(balances);
            switch (event) {
                case BankEvent.Opened e -> assertThat(next.put(e.account(), e.cents())).isNull();
                case BankEvent.Moved e -> {
                    next.merge(e.from(), -e.cents(), Long::sum);
                    next.merge(e.to(), e.cents(), Long::sum);
                }
                case BankEvent.Rewarded e -> next.merge(e.account(), e.cents(), Long::sum);
            }
            assertThat(next.values()).as("after %s", event).allMatch(cents -> cents >= 0);
            return new Truth(next);
        }

        /** Whether it is so that a command cannot be done. */
        boolean bears(String reason, BankCommand command) {
            return switch (command) {
                case BankCommand.Open c -> reason.equals(c.account() + " is open") && balances.containsKey(c.account());
                case BankCommand.Move c -> reason.equals("no money")
                        && (balances.getOrDefault(c.from(), -1L) < c.cents() || !balances.containsKey(c.to()));
                case BankCommand.Reward _ -> false;
            };
        }
    }

    private void check(Thence bank) {
        var log = log(bank);
        var truths = new ArrayList<>(List.of(new Truth(new TreeMap<>())));
        log.forEach(stored -> truths.add(truths.getLast().after(stored.event())));
        long owed = log.stream()
                .filter(stored -> stored.event() instanceof BankEvent.Moved e && Bank.isRound(e)).count();
        assertThat(log.stream().filter(stored -> stored.event() instanceof BankEvent.Rewarded)).as("rewards")
                .hasSize((int) owed);
        told.answers().forEach(answer -> check(answer, log, truths));
        var balances = truths.getLast().balances();
        assertThat(balances).hasSize(ACCOUNTS.size());
        assertThat(balances(bank)).as("read model").isEqualTo(balances);
        balances.forEach((account, cents) -> assertThat(bank.read(Bank.BALANCE, account)).isEqualTo(cents));
    }

    private static List<Stored> log(Thence bank) {
        var codec = new EventCodec(Bank.APP);
        var log = new ArrayList<Stored>();
        try (var events = bank.store().read(Query.ALL, new Position(bank.store().lineage(), 0), Direction.FORWARDS)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                assertThat(event.get().number()).isEqualTo(log.size() + 1);
                log.add(new Stored(event.get().id().text(), (BankEvent) codec.decode(event.get()).data()));
            }
        }
        return log;
    }

    private static void check(Told.Answer answer, List<Stored> log, List<Truth> truths) {
        int number = (int) answer.outcome().position().number();
        var command = (BankCommand) answer.command();
        var done = new Stored(answer.id().text() + "/0", effect(command));
        switch (answer.outcome()) {
            case Outcome.Accepted _ -> assertThat(log.get(number - 1)).as("%s", answer).isEqualTo(done);
            case Outcome.Refused(var refusal, _, _) -> assertThat(truths.get(number).bears(refusal.reason(), command))
                    .as("%s, of %s", answer, truths.get(number)).isTrue();
            case Outcome.IdReused _ -> assertThat(log).as("%s", answer).doesNotContain(done);
            case Outcome.Conflicted conflicted -> throw new AssertionError("it came to no end: " + conflicted);
        }
    }

    private static BankEvent effect(BankCommand command) {
        return switch (command) {
            case BankCommand.Open(var account, long cents) -> new BankEvent.Opened(account, cents);
            case BankCommand.Move(var from, var to, long cents) -> new BankEvent.Moved(from, to, cents);
            case BankCommand.Reward(var account, long cents) -> new BankEvent.Rewarded(account, cents);
        };
    }
}
