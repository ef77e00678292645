// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.store.Append;
import io.thence.store.Appended.Committed;
import io.thence.store.Appended.Conflict;
import io.thence.store.Appended.Repeated;
import io.thence.store.Durability;
import io.thence.store.Finished;
import io.thence.store.Query;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

import static io.thence.testing.contract.Batches.ANNA;
import static io.thence.testing.contract.Batches.BRANCH;
import static io.thence.testing.contract.Batches.batch;
import static io.thence.testing.contract.Batches.command;
import static io.thence.testing.contract.Batches.event;
import static io.thence.testing.contract.Batches.query;
import static io.thence.testing.contract.Batches.revision;
import static io.thence.testing.contract.Batches.term;
import static io.thence.testing.contract.Batches.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The first law and the second: a position is commit order, and what is visible is durable. Where flushes can be held
 * back, the tests look while one is; elsewhere they look at what must hold whenever an answer has come.
 */
abstract class DurabilityTopic extends Topic {

    /** Long enough for a store that would answer at once. */
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    DurabilityTopic(EventStoreContract contract) {
        super(contract);
    }

    private void hold() {
        if (can(Capability.HELD_FLUSHES)) {
            contract().flushes().hold();
        }
    }

    private void awaitHeld() {
        if (can(Capability.HELD_FLUSHES)) {
            contract().flushes().awaitHeld();
        }
    }

    private void release() {
        if (can(Capability.HELD_FLUSHES)) {
            contract().flushes().release();
        }
    }

    private void assertUnanswered(FutureTask<?> running) {
        if (can(Capability.HELD_FLUSHES)) {
            assertThatThrownBy(() -> running.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS))
                    .as("an answer before the flush").isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void nothingIsSeenBeforeItsFlush() {
        var before = commit(batch(event("before", ANNA)));
        var subscription = store().subscribe(Query.ALL, before);
        var append = with(batch(event("a", ANNA)).of(command("pay-1")), new Finished("reader", 1, 1));
        hold();
        var running = together().start(() -> store().append(append));
        awaitHeld();
        try {
            if (can(Capability.HELD_FLUSHES)) {
                assertThat(store().head()).isEqualTo(before);
                assertThat(types(all())).containsExactly("before");
                assertThat(types(forwards(query(term(ANNA)), start()))).containsExactly("before");
                assertThat(subscription.poll(10, 1_000).events()).isEmpty();
                assertThat(store().remembered(command("pay-1").id())).isEmpty();
                assertThat(store().checkpoint("reader").upTo()).isZero();
            }
        } finally {
            release();
        }
        var done = committed(together().result(running));
        assertThat(store().head()).isEqualTo(done.last());
        assertThat(types(forwards(query(term(ANNA)), start()))).containsExactly("before", "a");
        assertThat(types(subscription.poll(10, 1_000).events())).containsExactly("a");
        assertThat(store().remembered(command("pay-1").id())).isPresent();
        assertThat(store().checkpoint("reader").upTo()).isEqualTo(1);
        reopen();
        assertThat(types(all())).containsExactly("before", "a");
    }

    @Test
    void anAppendIsNotAnsweredBeforeItsFlush() {
        hold();
        var running = together().start(() -> store().append(batch(event("a", ANNA))));
        awaitHeld();
        try {
            assertUnanswered(running);
        } finally {
            release();
        }
        committed(together().result(running));
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void whatIsOnlyWrittenIsAnsweredBeforeItIsSeen() {
        var before = commit(batch(event("before", ANNA)));
        hold();
        var running = together().start(() ->
                store().append(batch(event("a", ANNA)).answered(Durability.WRITTEN)));
        try {
            if (can(Capability.HELD_FLUSHES)) {
                assertThat(committed(together().result(running)).last()).isGreaterThan(before);
                awaitHeld();
                assertThat(store().head()).isEqualTo(before);
                assertThat(types(all())).containsExactly("before");
            }
        } finally {
            release();
        }
        var written = committed(together().result(running)).last();
        var next = commit(batch(event("b", ANNA)));
        assertThat(next).isGreaterThan(written);
        assertThat(types(all())).containsExactly("before", "a", "b");
    }

    @Test
    void whatIsOnlyWrittenIsSeenSoonWithoutAnotherAppend() {
        var subscription = store().subscribe(Query.ALL, start());
        var signal = new Signal();
        subscription.wake(signal);
        var written = committed(store().append(batch(event("a", ANNA)).answered(Durability.WRITTEN))).last();
        var world = new SystemWorld();
        while (store().head().number() < written.number()) {
            assertThat(world.await(signal, patience())).as("woken when it is flushed").isTrue();
        }
        assertThat(types(subscription.poll(10, 1_000).events())).containsExactly("a");
        subscription.close();
    }

    @Test
    void aRepeatIsNotAnsweredBeforeTheFlushOfTheFirst() {
        var append = batch(event("a", ANNA)).of(command("pay-1"));
        hold();
        var first = together().start(() -> store().append(append));
        awaitHeld();
        var repeat = together().start(() -> {
            var answer = store().append(append);
            assertThat(store().remembered(command("pay-1").id())).as("answered, so durable").isPresent();
            return answer;
        });
        try {
            assertUnanswered(repeat);
        } finally {
            release();
        }
        var answers = List.of(together().result(first), together().result(repeat));
        assertThat(answers).filteredOn(answer -> answer instanceof Committed).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer instanceof Repeated).hasSize(1);
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void aConfirmationIsNotAnsweredOnTheStrengthOfWhatIsNotFlushed() {
        hold();
        var first = together().start(() -> store().append(batch(event("a", ANNA)).on(revision(ANNA, 0))));
        awaitHeld();
        var confirm = together().start(() -> store().append(Append.confirm(revision(ANNA, 1))));
        try {
            assertUnanswered(confirm);
        } finally {
            release();
        }
        var done = committed(together().result(first));
        var answer = together().result(confirm);
        if (can(Capability.HELD_FLUSHES)) {
            assertThat(committed(answer).last()).isEqualTo(done.last());
        }
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void aConflictNamesNothingThatIsNotDurable() {
        for (int round = 0; round < 10; round++) {
            long revision = round;
            var answers = together().run(6, writer -> () -> {
                var answer = store().append(batch(event("by" + writer, BRANCH)).on(revision(BRANCH, revision)));
                if (answer instanceof Conflict conflict) {
                    assertThat(conflict.at()).as("durable when named").isLessThanOrEqualTo(store().head());
                }
                return answer;
            });
            assertThat(answers).filteredOn(answer -> answer instanceof Conflict).hasSize(5);
        }
        assertThat(all()).hasSize(10);
    }

    @Test
    void whoHasSeenAPositionNeverSeesAnythingNewBelowIt() {
        var over = new AtomicBoolean();
        var reading = together().start(() -> {
            var snapshots = new ArrayList<List<Long>>();
            while (!over.get()) {
                var seen = numbers(all());
                if (snapshots.isEmpty() || !seen.equals(snapshots.getLast())) {
                    snapshots.add(seen);
                }
            }
            return snapshots;
        });
        together().run(6, writer -> () -> {
            for (int i = 0; i < 20; i++) {
                commit(batch(event("a", ANNA), event("by" + writer, BRANCH)));
            }
            return writer;
        });
        over.set(true);

        var end = numbers(all());
        assertThat(end).hasSize(240);
        assertThat(together().result(reading))
                .allSatisfy(seen -> assertThat(seen).isEqualTo(end.subList(0, seen.size())));
    }
}
