// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.CommandId;
import io.thence.Decider;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Send;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Levy;
import io.thence.bank.BankEvent;
import io.thence.bank.Desk;
import io.thence.bank.Latches;
import io.thence.bank.PassingStore;
import io.thence.bank.PassingWorld;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Command;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import static org.assertj.core.api.Assertions.assertThat;

/** Commands of one queue, one of which conflicts with somebody outside of it. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CommandQueueTest {

    private static final KeyValue ACCOUNT = new KeyValue("account", "a");
    private static final String CONFLICTING = "conflicting";

    private final Desk desk = Desk.open(new MemoryDisk());
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gathered = new CountDownLatch(1);
    private final Semaphore waiting = new Semaphore(0);
    private final AtomicInteger changes = new AtomicInteger();
    private final CommandQueues queues;

    /** Tells when a command waits for its turn. */
    private record Told(World world, Semaphore waiting) implements PassingWorld {
        @Override
        public void await(Signal signal) {
            waiting.release();
            world.await(signal);
        }
    }

    CommandQueueTest() {
        var store = new PassingStore(desk.store()) {
            @Override
            public Appended append(Append append) {
                disturb(List.of(append));
                return super.append(append);
            }

            @Override
            public List<Appended> append(List<Append> together) {
                disturb(together);
                return super.append(together);
            }
        };
        var there = Desk.on(Bank.APPLICATION, store, 1 << 20);
        var pass = new DecisionPass(there.in(there.world()), there.folder(), Origin.of("queue"));
        queues = new CommandQueues(new Told(new SystemWorld(), waiting), pass);
        queues.open(List.of(ACCOUNT));
    }

    @AfterEach
    void close() {
        callers.close();
        desk.close();
    }

    /** Holds the first command until the others wait; what the one reads changes so many times just before it is
     * appended. */
    private void disturb(List<Append> together) {
        for (var append : together) {
            var id = append.command().orElseThrow().id().text();
            if (id.equals("first")) {
                begun.countDown();
                Latches.await(gathered);
            }
            if (id.equals(CONFLICTING) && changes.getAndDecrement() > 0) {
                desk.send(new Deposit("y", 100));
            }
        }
    }

    private <C> Future<Outcome> sent(String id, C command, Decider<C, BankEvent> decider, int most) {
        return callers.submit(() -> {
            var attempt = attempt(id, command, decider);
            return queues.of(attempt.boundary()).orElseThrow().send(attempt, most);
        });
    }

    private <C> Attempt<?, ?> attempt(String id, C command, Decider<C, BankEvent> decider) {
        return new Attempt<>(decider, command, new Command(new CommandId(id), desk.codec().hash(id)), Send.ONCE,
                Boundary.of(decider, command, desk.folder().plans()));
    }

    private Future<Outcome> deposit(String id, int most) throws InterruptedException {
        return waits(sent(id, new Deposit("a", 1), Bank.COUNTER, most));
    }

    private Future<Outcome> levy(int most) throws InterruptedException {
        return waits(sent(CONFLICTING, new Levy(List.of("a", "y"), 0), Bank.LEVYING, most));
    }

    private Future<Outcome> waits(Future<Outcome> sent) throws InterruptedException {
        waiting.acquire();
        return sent;
    }

    private Future<Outcome> first() {
        var first = sent("first", new Deposit("a", 1), Bank.COUNTER, 1);
        Latches.await(begun);
        return first;
    }

    private static long positionOf(Future<Outcome> sent) throws Exception {
        assertThat(sent.get()).isInstanceOf(Outcome.Accepted.class);
        return sent.get().position().number();
    }

    @Test
    void one_that_conflicts_keeps_its_place_and_those_that_are_withheld_have_not_conflicted() throws Exception {
        changes.set(3);
        var first = first();
        var conflicting = levy(10);
        var second = deposit("second", 1);
        var third = deposit("third", 1);
        gathered.countDown();

        assertThat(List.of(positionOf(first), positionOf(conflicting), positionOf(second), positionOf(third)))
                .isSorted();
        assertThat(queues.conflicts()).as("the one that opened the queue, and three").isEqualTo(4);
    }

    @Test
    void those_before_one_that_conflicts_do_not_wait_for_it() throws Exception {
        changes.set(Integer.MAX_VALUE);
        var first = first();
        var second = deposit("second", 1);
        var conflicting = levy(5);
        var third = deposit("third", 1);
        gathered.countDown();

        assertThat(conflicting.get()).isInstanceOfSatisfying(Outcome.Conflicted.class,
                conflict -> assertThat(conflict.attempts()).isEqualTo(5));
        assertThat(positionOf(first)).isEqualTo(1);
        assertThat(positionOf(second)).as("after one change").isEqualTo(3);
        assertThat(positionOf(third)).as("after five changes").isEqualTo(8);
    }
}
