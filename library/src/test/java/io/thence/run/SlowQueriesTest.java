// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Projection;
import io.thence.Queries;
import io.thence.Question;
import io.thence.ThenceException.Behind;
import io.thence.Visibility;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.view.ViewDatabases;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A query's limit holds for all that it waits for: those before it, and the database. */
@Timeout(120)
class SlowQueriesTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(15);

    /** Takes hours. */
    private static final String SLOW =
            "select max(mod(x.x * y.x, 7)) n from system_range(1, 4000000) x, system_range(1, 4000000) y";

    private static final Projection BALANCES = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0)",
                    "create alias pause for 'java.lang.Thread.sleep(long)'")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents()));

    record Total() implements Question<Long> {}

    private static final Queries CLERK = Queries.named("clerk").over(BALANCES).answer(Total.class, (_, from) ->
            from.one(BALANCES, "select max(cents) n from balances, (select pause(5) from system_range(1, 400))",
                    row -> row.number("n")));

    private final World world = new SystemWorld();

    private static Thence run(Engine engine) {
        var bank = Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, BALANCES, CLERK), engine);
        var outcome = bank.send(new Deposit("a", 5));
        assertThat(bank.query(BALANCES).after(outcome).within(LONG).visibility()).isEqualTo(new Visibility.Seen());
        return bank;
    }

    @Test
    void a_statement_that_takes_longer_is_ended_and_said_to() {
        try (var bank = run(Engine.inMemory())) {
            var query = bank.query(BALANCES);
            long begun = world.nanos();
            assertThatThrownBy(() -> query.within(Duration.ofSeconds(1)).list(SLOW, row -> row.number("n")))
                    .isInstanceOf(Behind.class)
                    .hasMessageStartingWith("a query took longer than its limit of PT1S (")
                    .hasMessageEndingWith("have it read less, or wait longer by within(..): " + SLOW);
            assertThat(Duration.ofNanos(world.nanos() - begun)).isBetween(Duration.ofMillis(900), SOON);
            assertThat(query.within(Duration.ZERO).<Long>one("select cents n from balances", row -> row.number("n")))
                    .as("one that does not wait has the time that it needs").isEqualTo(5);
        }
    }

    /** So many queries that are being answered, each held while it reads its row. */
    private List<World.Running> held(Thence bank, int many, Signal... release) {
        var held = new ArrayList<World.Running>();
        for (int i = 0; i < many; i++) {
            var free = release[i];
            var reads = new Signal();
            held.add(world.fork("held", () -> bank.query(BALANCES).list("select 1 n", row -> {
                reads.raise();
                return world.await(free, LONG);
            })));
            assertThat(world.await(reads, LONG)).isTrue();
        }
        return held;
    }

    private static Signal[] signals(int many) {
        var signals = new Signal[many];
        for (int i = 0; i < many; i++) {
            signals[i] = new Signal();
        }
        return signals;
    }

    @Test
    void who_comes_when_ten_are_answered_waits_its_limit_and_no_longer() {
        try (var bank = run(Engine.inMemory())) {
            var release = signals(10);
            var held = held(bank, 10, release);
            long begun = world.nanos();
            assertThatThrownBy(() -> bank.query(BALANCES).within(Duration.ofMillis(50))
                    .list("select 1 n", row -> row.number("n"))).isInstanceOf(Behind.class)
                    .hasMessage("projection 'balances' has finished up to position 1, and is asked 10 queries at once,"
                            + " which is the most: ask again, wait longer by within(..), or allow more by"
                            + " ViewDatabases.queriesAtOnce(..)");
            assertThat(Duration.ofNanos(world.nanos() - begun)).isBetween(Duration.ofMillis(50), SOON);
            release[3].raise();
            assertThat(bank.query(BALANCES).within(LONG).<Long>one("select cents n from balances",
                    row -> row.number("n"))).isEqualTo(5);
            List.of(release).forEach(Signal::raise);
            held.forEach(World.Running::stop);
        }
    }

    @Test
    void how_many_are_answered_at_once_can_be_set() {
        var disk = new MemoryDisk();
        assertThatThrownBy(() -> ViewDatabases.embedded(disk).queriesAtOnce(0))
                .isInstanceOf(IllegalArgumentException.class);
        var views = ViewDatabases.embedded(disk).queriesAtOnce(12);
        try (var bank = run(Engine.inMemory().views(views))) {
            var release = signals(12);
            var held = held(bank, 12, release);
            assertThatThrownBy(() -> bank.query(BALANCES).within(Duration.ZERO)
                    .list("select 1 n", row -> row.number("n"))).isInstanceOf(Behind.class)
                    .hasMessageContaining("is asked 12 queries at once");
            List.of(release).forEach(Signal::raise);
            held.forEach(World.Running::stop);
        }
    }

    /** It does not wait for the projection; the database has the time that was asked for. */
    @Test
    void who_follows_an_answer_is_given_one_that_takes_more_than_a_second() throws Exception {
        try (var bank = run(Engine.inMemory())) {
            var first = new CompletableFuture<Long>();
            bank.ask(new Total()).within(LONG).changes().subscribe(new First(first));
            assertThat(first.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(5);
        }
    }

    private record First(CompletableFuture<Long> answer) implements Flow.Subscriber<Long> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(Long item) {
            answer.complete(item);
        }

        @Override
        public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {}
    }
}
