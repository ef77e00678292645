// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Answer;
import io.thence.Application;
import io.thence.MemoryProjection;
import io.thence.Projection;
import io.thence.Queries;
import io.thence.Question;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.StartRefused;
import io.thence.ThenceException.Stopped;
import io.thence.Visibility;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Open;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Opened;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Questions are answered from projections: once, by several, or whenever the answer changes. */
class QueriesTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    record BalanceOf(String account) implements Question<Long> {}

    record Richest() implements Question<String> {}

    record Unheard() implements Question<String> {}

    private static final Projection BALANCES = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents()))
            .on(Opened.class, (_, e) -> {
                throw new IllegalStateException("no " + e.owner());
            });

    private static final MemoryProjection<TreeMap<String, Long>> SUMS =
            Projection.inMemory("sums", TreeMap<String, Long>::new)
                    .on(Deposited.class, (sums, e) -> sums.merge(e.account(), e.cents(), Long::sum));

    private static final Queries ACCOUNTS = Queries.named("accounts").over(BALANCES)
            .answer(BalanceOf.class, (question, from) -> from.list(BALANCES,
                    "select cents from balances where account = ?", row -> row.number("cents"), question.account())
                    .stream().findFirst().orElse(0L));

    private static final Queries RANKS = Queries.named("ranks").over(SUMS, BALANCES)
            .answer(Richest.class, (_, from) -> from.read(SUMS, sums -> sums.entrySet().stream()
                    .max((one, other) -> Long.compare(one.getValue(), other.getValue())).map(entry -> entry.getKey())
                    .orElse("nobody")));

    private static Thence run(Queries... queries) {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, Bank.OPENING, BALANCES, SUMS)
                .with(queries), Engine.inMemory());
    }

    @Test
    void a_question_is_answered_after_what_its_asker_wrote() {
        try (var bank = run(ACCOUNTS, RANKS)) {
            for (long i = 1; i <= 50; i++) {
                var outcome = bank.send(new Deposit("a", 1));
                assertThat(bank.ask(new BalanceOf("a")).after(outcome).within(LONG).answer()).isEqualTo(i);
            }
            var outcome = bank.send(new Deposit("b", 100));
            assertThat(bank.ask(new Richest()).after(outcome).within(LONG).answer()).isEqualTo("b");
        }
    }

    @Test
    void what_is_asked_for_is_seen_across_projections_or_the_first_that_does_not_show_it_says_why() {
        try (var bank = run(RANKS)) {
            var opened = bank.send(new Open("a", "ann"));
            var other = bank.send(new Deposit("b", 1));
            assertThat(bank.ask(new Richest()).after(other).within(LONG).visibility()).isEqualTo(new Visibility.Seen());
            assertThat(bank.ask(new Richest()).after(opened).within(LONG).visibility())
                    .isInstanceOfSatisfying(Visibility.Blocked.class,
                            blocked -> assertThat(blocked.by().message()).isEqualTo("no ann"));
        }
    }

    @Test
    void several_answer_at_once_and_one_that_fails_or_says_nothing_does_not_take_the_others_along()
            throws InterruptedException {
        var release = new CountDownLatch(1);
        var failing = Queries.named("failing").answer(BalanceOf.class, (_, _) -> {
            throw new IllegalStateException("closed today");
        });
        var silent = Queries.named("silent").answer(BalanceOf.class, (_, _) -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 0L;
        });
        try (var bank = run(ACCOUNTS, failing, silent)) {
            var outcome = bank.send(new Deposit("a", 7));
            bank.await(BALANCES, outcome.position(), LONG);
            var answers = bank.ask(new BalanceOf("a")).after(outcome).within(Duration.ofSeconds(2)).answers();
            release.countDown();
            assertThat(answers).hasSize(3);
            assertThat(answers.get(0)).isEqualTo(new Answer.Given<>("accounts", 7L));
            assertThat(answers.get(1)).isInstanceOfSatisfying(Answer.Failed.class,
                    failed -> assertThat(failed.why()).hasMessage("closed today"));
            assertThat(answers.get(2)).isInstanceOfSatisfying(Answer.Failed.class,
                    failed -> assertThat(failed.why()).hasMessageContaining("'silent' did not answer within PT2S"));
            assertThatThrownBy(() -> bank.ask(new BalanceOf("a")).answer()).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("3 queries answer a BalanceOf");
        }
    }

    @Test
    void a_follower_is_told_that_a_projection_has_stopped_though_it_came_no_further() throws InterruptedException {
        MemoryProjection<List<String>> none = Projection.<List<String>>inMemory("none", ArrayList::new)
                .on(Deposited.class, (_, e) -> {
                    throw new IllegalStateException("no " + e.account());
                });
        var asked = Queries.named("asked").over(none).answer(BalanceOf.class,
                (_, from) -> from.read(none, all -> (long) all.size()));
        try (var bank = Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, none, asked),
                Engine.inMemory())) {
            var kept = new Kept<Long>();
            bank.ask(new BalanceOf("a")).changes().subscribe(kept);
            kept.subscription.take().request(10);
            assertThat(kept.next()).isEqualTo(0L);
            for (int i = 0; i <= 1_000; i++) { // one more than may be parked
                bank.send(new Deposit("a" + i, 1));
            }
            assertThat(kept.next()).isInstanceOf(PartStopped.class);
        }
    }

    /** Keeps what it is told; asks for so many. */
    private static final class Kept<A> implements Flow.Subscriber<A> {
        private final LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<Flow.Subscription> subscription = new LinkedBlockingQueue<>();

        @Override
        public void onSubscribe(Flow.Subscription own) {
            subscription.add(own);
        }

        @Override
        public void onNext(A item) {
            told.add(item);
        }

        @Override
        public void onError(Throwable why) {
            told.add(why);
        }

        @Override
        public void onComplete() {
            told.add("complete");
        }

        Object next() throws InterruptedException {
            var next = told.poll(60, TimeUnit.SECONDS);
            assertThat(next).as("something is told").isNotNull();
            return next;
        }
    }

    @Test
    void those_who_follow_answers_share_threads() throws InterruptedException {
        var place = Queries.named("place").over(BALANCES).answer(BalanceOf.class, (_, _) ->
                Thread.currentThread().isVirtual() ? 1L : 0L);
        try (var bank = run(place)) {
            var kept = new Kept<Long>();
            bank.ask(new BalanceOf("a")).changes().subscribe(kept);
            kept.subscription.take().request(1);
            assertThat(kept.next()).isEqualTo(1L);
        }
    }

    @Test
    void the_answer_is_given_and_then_each_change_and_a_slow_reader_gets_the_latest() throws InterruptedException {
        var kept = new Kept<Long>();
        try (var bank = run(ACCOUNTS)) {
            bank.ask(new BalanceOf("a")).changes().subscribe(kept);
            var subscription = kept.subscription.take();
            subscription.request(2);
            assertThat(kept.next()).isEqualTo(0L);
            bank.send(new Deposit("a", 5));
            assertThat(kept.next()).isEqualTo(5L);
            for (int i = 0; i < 20; i++) {
                bank.send(new Deposit("a", 1));
            }
            bank.await(BALANCES, bank.store().head(), LONG);
            assertThat(kept.told).as("no more was asked for").isEmpty();
            subscription.request(100);
            assertThat(kept.next()).as("the latest alone").isEqualTo(25L);
            bank.await(BALANCES, bank.send(new Deposit("b", 1)).position(), LONG);
            bank.send(new Deposit("a", 1));
            assertThat(kept.next()).as("what is the same is not given again").isEqualTo(26L);
            subscription.request(0);
            assertThat(kept.next()).isInstanceOf(IllegalArgumentException.class);
            bank.send(new Deposit("a", 1));
            bank.await(BALANCES, bank.store().head(), LONG);
        }
        assertThat(kept.told).as("it has ended").isEmpty();
    }

    @Test
    void who_follows_is_told_when_a_handler_fails_or_the_application_is_closed() throws InterruptedException {
        var failing = Queries.named("failing").over(SUMS).answer(Richest.class, (_, from) -> {
            throw new IllegalStateException("lost " + from.read(SUMS, sums -> sums.size()));
        });
        var failed = new Kept<String>();
        var closed = new Kept<Long>();
        var cancelled = new Kept<Long>();
        Flow.Publisher<Long> balances;
        try (var bank = run(ACCOUNTS, failing)) {
            balances = bank.ask(new BalanceOf("a")).changes();
            bank.ask(new Richest()).changes().subscribe(failed);
            failed.subscription.take().request(1);
            assertThat(failed.next()).isInstanceOf(IllegalStateException.class);
            bank.ask(new BalanceOf("a")).changes().subscribe(closed);
            closed.subscription.take().request(9);
            assertThat(closed.next()).isEqualTo(0L);
            bank.ask(new BalanceOf("a")).changes().subscribe(cancelled);
            var subscription = cancelled.subscription.take();
            subscription.request(9);
            assertThat(cancelled.next()).isEqualTo(0L);
            subscription.cancel();
        }
        assertThat(closed.next()).isInstanceOf(Stopped.class);
        assertThat(cancelled.told).as("who has cancelled hears nothing").isEmpty();
        assertThat(failed.told).isEmpty();
        var late = new Kept<Long>();
        balances.subscribe(late);
        assertThat(late.subscription).as("it is told by its subscription").hasSize(1);
        assertThat(late.next()).isInstanceOf(Stopped.class);
    }

    @Test
    void faults_are_found() {
        try (var bank = run(ACCOUNTS)) {
            assertThatThrownBy(() -> bank.ask(new Unheard())).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("nothing answers a Unheard");
        }
        var reaching = Queries.named("reaching").over(SUMS).answer(BalanceOf.class,
                (_, from) -> from.one(BALANCES, "select 1 n", row -> row.number("n")));
        try (var bank = run(reaching)) {
            assertThatThrownBy(() -> bank.ask(new BalanceOf("a")).answer()).isInstanceOf(BadRequest.class)
                    .hasMessage("queries 'reaching' read projection 'balances', which they do not say:"
                            + " add it to over(..)");
        }
        var elsewhere = Projection.sql("elsewhere", 1);
        assertThatThrownBy(() -> run(Queries.named("none"), Queries.named("lost").over(elsewhere)
                .answer(Richest.class, (_, _) -> "").answer(Richest.class, (_, _) -> "")))
                .isInstanceOf(StartRefused.class).hasMessageContainingAll("none", "they answer nothing",
                        "projection elsewhere is no part of the application", "Richest is answered twice");
        assertThatThrownBy(() -> Queries.named("wrong").over(Bank.COUNTER))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("which is no projection");
        assertThat(Application.named("bank").with(Bank.EVENTS, BALANCES, ACCOUNTS).describe().mermaid())
                .contains("BalanceOf");
    }
}
