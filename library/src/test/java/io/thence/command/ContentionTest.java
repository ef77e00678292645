// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Outcome;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Move;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.world.MemoryDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Many callers on few keys: each comes to an outcome, none is lost, and most share an append. */
class ContentionTest {

    private static final int CALLERS = 32;
    private static final int EACH = 50;

    private static List<Outcome> together(Callable<Outcome> task) throws Exception {
        var outcomes = new ArrayList<Outcome>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<List<Outcome>>>();
            for (int i = 0; i < CALLERS; i++) {
                running.add(callers.submit(() -> {
                    var mine = new ArrayList<Outcome>();
                    for (int n = 0; n < EACH; n++) {
                        mine.add(task.call());
                    }
                    return mine;
                }));
            }
            for (var caller : running) {
                outcomes.addAll(caller.get());
            }
        }
        return outcomes;
    }

    @Test
    void callers_of_one_account_share_appends_and_nothing_is_lost() throws Exception {
        var batches = new LongAdder();
        var calls = new AtomicInteger();
        try (var desk = Desk.open(new MemoryDisk())) {
            var store = new PassingStore(desk.store()) {
                @Override
                public Appended append(Append append) {
                    calls.incrementAndGet();
                    return super.append(append);
                }

                @Override
                public List<Appended> append(List<Append> together) {
                    calls.incrementAndGet();
                    batches.add(together.size());
                    return super.append(together);
                }
            };
            var there = Desk.on(Bank.APPLICATION, store, 1 << 20);
            var outcomes = together(() -> there.send(new Deposit("a", 1)));

            assertThat(outcomes).hasSize(CALLERS * EACH).hasOnlyElementsOfType(Outcome.Accepted.class);
            assertThat(desk.balance("a")).isEqualTo(CALLERS * EACH);
            assertThat(there.balance("a")).isEqualTo(CALLERS * EACH);
            assertThat(batches.sum()).as("appended together").isGreaterThan(CALLERS * EACH / 2);
            assertThat(calls.get()).as("appends for %s commands", CALLERS * EACH).isLessThan(CALLERS * EACH / 2);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void an_invariant_over_two_accounts_holds_and_refusals_are_true(long seed) throws Exception {
        var random = new Random(seed);
        try (var desk = Desk.open(new MemoryDisk())) {
            for (var account : List.of("a", "b", "c")) {
                desk.send(new Deposit(account, 20));
            }
            var outcomes = together(() -> {
                int chance;
                String from;
                String to;
                synchronized (random) {
                    chance = random.nextInt(3);
                    from = "" + (char) ('a' + random.nextInt(3));
                    to = "" + (char) ('a' + random.nextInt(3));
                }
                return desk.send(switch (chance) {
                    case 0 -> new Withdraw(from, 3);
                    case 1 -> new Deposit(from, 3);
                    default -> new Move(from, to, 5);
                });
            });

            assertThat(outcomes).noneMatch(Outcome.Conflicted.class::isInstance);
            long sum = 0;
            for (var account : List.of("a", "b", "c")) {
                assertThat(desk.balance(account)).isNotNegative().isEqualTo(desk.besides().balance(account));
                sum += desk.balance(account);
            }
            long withdrawn = outcomes.size();
            assertThat(withdrawn).isEqualTo((long) CALLERS * EACH);
            assertThat(sum).isEqualTo(60 + 3 * booked(desk));
        }
    }

    /** Deposits less withdrawals, after the first three. */
    private static long booked(Desk desk) {
        return desk.events().stream().skip(3).mapToLong(event -> switch (event.type()) {
            case "account.deposited" -> 1;
            case "account.withdrawn" -> -1;
            default -> 0;
        }).sum();
    }
}
