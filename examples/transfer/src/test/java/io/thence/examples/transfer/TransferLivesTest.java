// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.Application;
import io.thence.Outcome;
import io.thence.Saga;
import io.thence.examples.transfer.TransferCommand.Cancel;
import io.thence.examples.transfer.TransferCommand.Close;
import io.thence.examples.transfer.TransferCommand.Open;
import io.thence.examples.transfer.TransferCommand.Request;
import io.thence.run.Thence;
import io.thence.testing.sim.Answered;
import io.thence.testing.sim.Caller;
import io.thence.testing.sim.Fault;
import io.thence.testing.sim.Seeds;
import io.thence.testing.sim.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Transfers while everything goes wrong: no haler is made or lost, whoever asks gets an end. */
class TransferLivesTest {

    private static final int SEEDS = 300;
    private static final int SEEDS_IN_JVMS = 30;
    private static final int ACCOUNTS = 8;
    private static final int PAYERS = 4;
    private static final int TRANSFERS = 48;

    /** What callers were told: the transfers that were asked for, and what accounts were opened with. */
    private static final class Told {
        private final TreeMap<String, Request> requests = new TreeMap<>();
        private long opened;

        void hear(Answered answer) {
            if (answer.outcome() instanceof Outcome.Accepted) {
                switch (answer.command()) {
                    case Request request -> requests.put(request.transfer(), request);
                    case Open open -> opened += open.haleru();
                    default -> {}
                }
            }
        }

        void check(Thence bank) {
            var audit = Audit.of(bank);
            assertThat(audit.faults()).isEmpty();
            assertThat(audit.underWay()).isEmpty();
            assertThat(audit.opened()).isEqualTo(opened);
            assertThat(audit.sum()).isEqualTo(opened);
            var rows = bank.query(Books.PROJECTION).list("select transfer, haleru from transfers order by transfer",
                    row -> row.text("transfer") + " " + row.number("haleru"));
            assertThat(rows).isEqualTo(requests.values().stream()
                    .map(request -> request.transfer() + " " + request.haleru()).toList());
            long haleru = bank.query(Books.PROJECTION).one("select coalesce(sum(haleru), 0) haleru from accounts",
                    row -> row.number("haleru"));
            assertThat(haleru).isEqualTo(opened);
        }
    }

    static Simulator simulator() {
        return simulator(Transfers.APPLICATION, Transfers.MOVING);
    }

    /** The lives of {@code bank}, in which {@code moving} is the saga. */
    static Simulator simulator(Application bank, Saga<String, ?> moving) {
        var simulator = Simulator.of(bank).crashes(5, 7)
                .caller("clerk", TransferLivesTest::keepAccounts)
                .invariant("nobody is in debt", open -> IntStream.range(0, ACCOUNTS).forEach(account ->
                        assertThat(open.read(Transfers.ACCOUNTS, account).haleru()).isNotNegative()))
                .eventually("each transfer has ended", open -> open.saga(moving).unfinished(1).isEmpty())
                .oracle(Told::new, Told::hear, Told::check);
        for (int i = 0; i < PAYERS; i++) {
            simulator = simulator.caller("payer-" + i, TransferLivesTest::pay);
        }
        return simulator;
    }

    private static void keepAccounts(Caller caller) {
        caller.steps(ACCOUNTS, account -> caller.send(new Open(account, 300)));
        caller.steps(2, account -> {
            caller.pause(Duration.ofMillis(caller.random().nextInt(60)));
            caller.send(new Close(account));
        });
    }

    private static void pay(Caller caller) {
        caller.steps(TRANSFERS, i -> {
            var random = caller.random();
            var transfer = caller.name() + "." + i;
            caller.send(new Request(transfer, random.nextInt(ACCOUNTS), random.nextInt(ACCOUNTS),
                    1 + random.nextInt(random.nextInt(10) == 0 ? 900 : 90)));
            if (random.nextInt(6) == 0) {
                caller.pause(Duration.ofNanos(random.nextInt(1 << (10 + random.nextInt(14)))));
                caller.send(new Cancel(transfer));
            }
        });
    }

    @Test
    void no_haler_is_made_or_lost() {
        var all = Seeds.of(TransferLivesTest::simulator).run(1, SEEDS);
        assertThat(all.commandsMin()).isGreaterThanOrEqualTo(200);
        assertThat(all.crashesMin()).isGreaterThanOrEqualTo(5);
        assertThat(all.faults()).containsOnlyKeys(Fault.of(Transfers.APPLICATION));
    }

    @Test
    void a_seed_has_one_trace_in_other_jvms() {
        Seeds.of(TransferLivesTest::simulator).inTwoJvms(1, SEEDS_IN_JVMS);
    }

    @Test
    @Tag("campaign")
    void the_same_for_many_seeds() throws IOException {
        var all = Seeds.of(TransferLivesTest::simulator).resume(Path.of("target", "transfer-lives"), 1,
                Long.getLong("thence.lives", 30_000));
        System.out.println("transfer: " + all);
    }
}
