// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Event;
import io.thence.Part;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ProjectionStore;
import io.thence.Send;
import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.SystemEvent.GaveUp;
import io.thence.SystemEvent.Restarted;
import io.thence.SystemEvent.Stuck;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.event.SystemStream;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A projection of any kind begins again at its checkpoint after what is no event's fault, and gives up loudly. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ProjectionRestartTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Supervision OFTEN = Supervision.DEFAULT.restarts(3, Duration.ofMinutes(10))
            .resting(Duration.ofMillis(1), Duration.ofMillis(4));

    /** What a projection has summed up, and how often it fails before. */
    static final class Sum {
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicLong cents = new AtomicLong();
        private volatile CountDownLatch held = new CountDownLatch(0);

        /** No event's fault. */
        void fail() {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("a test's");
            }
        }
    }

    /** The kinds of projections, and how the sum of one is found. */
    enum Kind {
        TABLES(sum -> sql(sum)),
        LANES(sum -> sql(sum).parallelBy(Bank.ACCOUNT)),
        IN_MEMORY(sum -> Projection.inMemory("sums", AtomicLong::new).on(Deposited.class, (model, e) -> {
            sum.fail();
            sum.cents.set(model.addAndGet(e.cents()));
        })),
        STORE(sum -> Projection.into("sums", new Own(sum)).reading(Deposited.class));

        private final Function<Sum, Part> part;

        Kind(Function<Sum, Part> part) {
            this.part = part;
        }

        private static Projection sql(Sum sum) {
            return Projection.sql("sums", 1, "create table sums (account varchar primary key, cents bigint default 0)")
                    .on(Deposited.class, (db, e) -> {
                        sum.fail();
                        db.row("sums", e.account()).add("cents", e.cents());
                    });
        }

        long sum(Thence bank, Part part, Sum sum) {
            return part instanceof Projection tables
                    ? bank.query(tables).<Long>one("select sum(cents) as total from sums", row -> row.number("total"))
                    : sum.cents.get();
        }
    }

    private static final class Own implements ProjectionStore {
        private final Sum sum;
        private volatile Optional<String> checkpoint = Optional.empty();

        Own(Sum sum) {
            this.sum = sum;
        }

        @Override
        public Optional<String> checkpoint() {
            return checkpoint;
        }

        @Override
        public void write(List<Event<?>> events, String next) {
            sum.fail();
            events.forEach(event -> sum.cents.addAndGet(((Deposited) event.data()).cents()));
            checkpoint = Optional.of(next);
        }
    }

    private static Thence run(Part part) {
        return run(part, OFTEN);
    }

    private static Thence run(Part part, Supervision supervision) {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, part),
                Engine.inMemory().supervision(supervision));
    }

    private static List<SystemEvent> told(EventStore store) {
        try (var events = store.read(Query.keys(SystemStream.filed("sums")), new Position(store.lineage(), 0),
                Direction.FORWARDS)) {
            return events.list(1_000).stream().map(event -> SystemStream.TYPES.read(event).orElseThrow()).toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_begins_again_and_has_each_event_once(Kind kind) {
        beginsAgain(kind, OFTEN);
    }

    @ParameterizedTest
    @EnumSource
    void one_that_does_not_rest_begins_again_at_its_checkpoint_too(Kind kind) {
        beginsAgain(kind, OFTEN.resting(Duration.ZERO, Duration.ZERO));
    }

    private static void beginsAgain(Kind kind, Supervision supervision) {
        var sum = new Sum();
        var part = kind.part.apply(sum);
        try (var bank = run(part, supervision)) {
            bank.send(new Deposit("a", 1));
            assertThat(bank.await(part, bank.store().head(), LONG)).isTrue();
            sum.failures.set(3);
            bank.send(new Deposit("a", 10));
            bank.send(new Deposit("b", 100));
            assertThat(bank.await(part, bank.store().head(), LONG)).as("who waits goes on waiting").isTrue();
            assertThat(kind.sum(bank, part, sum)).isEqualTo(111);
            assertThat(bank.health().ready()).as("%s", bank.health()).isTrue();
            while (told(bank.store()).isEmpty()) {
                Thread.onSpinWait(); // it is written behind who tells it
            }
            assertThat(told(bank.store())).allMatch(Restarted.class::isInstance);
            assertThat(bank.progress(part).note()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_that_is_stuck_is_told_with_the_event_that_it_is_over(Kind kind) {
        var sum = new Sum();
        var part = kind.part.apply(sum);
        try (var bank = run(part, OFTEN.stuckAfter(Duration.ofMillis(300)))) {
            assertThat(bank.await(part, bank.send(new Deposit("a", 1)).position(), LONG)).isTrue();
            sum.held = new CountDownLatch(1);
            bank.send(new Deposit("a", 1), Send.as("d1"));
            while (bank.health().reasons().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(bank.health().ready()).isTrue();
            assertThat(bank.health().reasons()).singleElement().asString()
                    .startsWith("projection 'sums' has been over event d1/0 of account/a for 0 s");
            while (told(bank.store()).isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(told(bank.store())).singleElement().isInstanceOfSatisfying(Stuck.class, stuck ->
                    assertThat(stuck.stack()).contains("ProjectionRestartTest$Sum.fail")
                            .doesNotContain("java.lang.VirtualThread.run").doesNotContain("SystemWorld$Crank"));
            sum.held.countDown();
            assertThat(bank.await(part, bank.store().head(), LONG)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stop_does_not_wait_for_ever_for_one(Kind kind) {
        var sum = new Sum();
        var part = kind.part.apply(sum);
        sum.held = new CountDownLatch(1);
        var application = Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, part);
        var engine = Engine.inMemory().supervision(OFTEN.closing(Duration.ofMillis(50)));
        var bank = Thence.run(application, engine);
        bank.send(new Deposit("a", 1));
        bank.close();
        assertThatThrownBy(() -> bank.send(new Deposit("a", 1))).isInstanceOf(Stopped.class);
        sum.held.countDown();
        try (var next = Thence.run(application, engine)) {
            assertThat(next.await(part, next.store().head(), LONG)).isTrue();
            assertThat(next.deadLetters(part).list()).as("what was interrupted").isEmpty();
            assertThat(next.parked(part)).isEmpty();
            assertThat(kind.sum(next, part, sum)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_gives_up_loudly_when_that_was_too_often(Kind kind) {
        var sum = new Sum();
        var part = kind.part.apply(sum);
        try (var bank = run(part)) {
            sum.failures.set(1_000);
            var outcome = bank.send(new Deposit("a", 1));
            assertThatThrownBy(() -> bank.await(part, outcome.position(), LONG)).isInstanceOf(PartStopped.class)
                    .hasMessageContaining("a test's");
            assertThat(bank.health().live()).isFalse();
            assertThat(bank.health().reasons()).singleElement().asString().startsWith("projection 'sums' has given up"
                    + " after 3 restarts, with java.lang.OutOfMemoryError: mend that");
            while (told(bank.store()).stream().noneMatch(GaveUp.class::isInstance)) {
                Thread.onSpinWait();
            }
        }
    }
}
