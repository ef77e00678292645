// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thence.Application;
import io.thence.Breaker;
import io.thence.Event;
import io.thence.Part;
import io.thence.Policy;
import io.thence.Projection;
import io.thence.ProjectionStore;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Latches;
import io.thence.bank.MovedWorld;
import io.thence.log.LogSettings;
import io.thence.processor.Processor;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import static org.assertj.core.api.Assertions.assertThat;

/** What meters show of a run whose numbers are known. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class MetersTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Projection TABLES = Projection.sql("tables", 1,
            "create table balances (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents()));

    /** Fails for ever on 13, twice on 12,. */
    private static final class Letters {
        private final AtomicLong failures = new AtomicLong();

        void handle(Deposited e) {
            if (e.cents() == 13 || (e.cents() == 12 && failures.incrementAndGet() < 3)) {
                throw new IllegalStateException("no " + e.cents());
            }
        }

        Reaction reaction() {
            return Reaction.named("letters").policy(Policy.DEFAULT.attempts(4)
                    .resting(Duration.ofMillis(1), Duration.ofMillis(2))).on(Deposited.class, (e, _) -> handle(e));
        }
    }

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private Thence run(Engine engine, Part... parts) {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER).with(parts),
                engine.telemetry(Telemetry.NONE.meters(registry)));
    }

    private double handled(String outcome) {
        return registry.get("thence.handled").tags("application", "bank", "kind", "reaction", "part", "letters",
                "event", "account.deposited", "outcome", outcome).counter().count();
    }

    private double count(String name) {
        return registry.get(name).tag("part", "letters").counter().count();
    }

    private double count(String name, Part projection) {
        return registry.get(name).tags("application", "bank", "kind", "projection", "part", projection.name())
                .counter().count();
    }

    private double gauge(String name, String part) {
        return registry.get(name).tag("part", part).gauge().value();
    }

    private long commands(String command, String outcome) {
        return registry.get("thence.commands").tags("command", command, "outcome", outcome).timer().count();
    }

    @Test
    void what_is_handled_fails_is_retried_and_is_given_up_is_counted() {
        var letters = new Letters().reaction();
        try (var bank = run(Engine.inMemory(), letters)) {
            for (int i = 1; i <= 10; i++) {
                bank.send(new Deposit("a" + i, i));
            }
            bank.send(new Deposit("b", 12));
            var last = bank.send(new Deposit("c", 13)).position();
            assertThat(bank.await(letters, last, LONG)).isTrue();
            assertThat(handled("handled")).isEqualTo(11);
            assertThat(handled("failed")).as("twice the one, four times the other").isEqualTo(6);
            assertThat(handled("held_up")).isZero();
            assertThat(count("thence.retries")).isEqualTo(5);
            assertThat(count("thence.dead.letters")).isEqualTo(1);
            assertThat(gauge("thence.dead.letters.waiting", "letters")).isEqualTo(1);
            assertThat(gauge("thence.buffer", "letters")).isZero();
            assertThat(registry.get("thence.handler").tag("part", "letters").timer().count()).isBetween(1L, 17L);
            var latency = registry.get("thence.latency").tags("part", "letters", "since", "append").timer();
            assertThat(latency.count()).isBetween(1L, 11L);
            assertThat(latency.max(TimeUnit.SECONDS)).isLessThan((double) LONG.toSeconds());
        }
    }

    @Test
    void calls_are_timed_that_begin_a_millisecond_or_more_after_the_last_that_was() {
        var nanos = new AtomicLong();
        var letters = new Letters().reaction();
        var engine = new Engine(new MovedWorld(nanos), new MemoryDisk(), LogSettings.DEFAULT, 1 << 20);
        try (var bank = run(engine, letters)) {
            for (long apart : new long[] {0, 999_999, 1, 500_000, 500_000, 5_000_000}) {
                nanos.addAndGet(apart);
                assertThat(bank.await(letters, bank.send(new Deposit("a", 1)).position(), LONG)).isTrue();
            }
            assertThat(registry.get("thence.handler").tag("part", "letters").timer().count()).isEqualTo(4);
            assertThat(handled("handled")).isEqualTo(6);
        }
    }

    @Test
    void latency_counts_from_when_an_event_happened_where_that_is_said() {
        var letters = new Letters().reaction();
        var nanos = new AtomicLong();
        var engine = new Engine(new MovedWorld(nanos), new MemoryDisk(), LogSettings.DEFAULT, 1 << 20);
        try (var bank = run(engine, letters)) {
            assertThat(bank.await(letters, bank.send(new Deposit("a", 1)).position(), LONG)).isTrue();
            nanos.addAndGet(HandlerTelemetry.APART_NANOS);
            var hourAgo = new SystemWorld().now().minus(Duration.ofHours(1));
            assertThat(bank.await(letters, bank.send(new Deposit("a", 1), Send.ONCE.at(hourAgo)).position(), LONG))
                    .isTrue();
        }
        var sinceEvent = registry.get("thence.latency").tags("part", "letters", "since", "event").timer();
        assertThat(sinceEvent.count()).isEqualTo(1);
        assertThat(sinceEvent.totalTime(TimeUnit.SECONDS)).isBetween(3_600.0, 3_600.0 + LONG.toSeconds());
    }

    @Test
    void commands_are_timed_by_type_and_outcome() {
        try (var bank = run(Engine.inMemory())) {
            bank.send(new Deposit("a", 5), Send.as("one"));
            bank.send(new Deposit("a", 5), Send.as("one"));
            bank.send(new Deposit("a", 6), Send.as("one"));
            bank.send(new Withdraw("a", 2));
            bank.send(new Withdraw("a", 200));
            assertThat(commands("Deposit", "accepted")).isEqualTo(1);
            assertThat(commands("Deposit", "repeated")).isEqualTo(1);
            assertThat(commands("Deposit", "id_reused")).isEqualTo(1);
            assertThat(commands("Withdraw", "accepted")).isEqualTo(1);
            assertThat(commands("Withdraw", "refused")).isEqualTo(1);
            assertThat(registry.get("thence.log.events").functionCounter().count()).isEqualTo(2);
        }
    }

    @Test
    void projections_count_what_they_take_in() {
        var model = Projection.inMemory("model", AtomicLong::new)
                .on(Deposited.class, (sum, e) -> sum.addAndGet(e.cents()));
        try (var bank = run(Engine.inMemory(), TABLES, model)) {
            for (int i = 1; i <= 7; i++) {
                bank.send(new Deposit("a", i));
            }
            for (var part : new Part[] {TABLES, model}) {
                assertThat(bank.await(part, bank.store().head(), LONG)).isTrue();
                assertThat(registry.get("thence.batch.size").tag("part", part.name()).summary().totalAmount())
                        .as(part.name()).isEqualTo(7);
                assertThat(gauge("thence.lag", part.name())).isZero();
                assertThat(gauge("thence.running", part.name())).isEqualTo(1);
                assertThat(gauge("thence.parked.keys", part.name())).isZero();
            }
        }
    }

    /** Each fails for ever on the same event, whose key waits, and takes the others in. */
    @Test
    void what_fails_in_a_projection_is_retried_and_given_up_is_counted_as_elsewhere() {
        var policy = Policy.DEFAULT.attempts(4).resting(Duration.ofMillis(1), Duration.ofMillis(2));
        var tables = Projection.sql("tables", 1, "create table t (account varchar primary key)")
                .on(Deposited.class, (_, e) -> refuse(e)).policy(policy);
        var model = Projection.inMemory("model", AtomicLong::new).on(Deposited.class, (_, e) -> refuse(e))
                .policy(policy);
        var store = Projection.into("store", new Refusing()).reading(Deposited.class).policy(policy);
        try (var bank = run(Engine.inMemory(), tables, model, store)) {
            for (int i = 12; i < 15; i++) {
                bank.send(new Deposit("a" + i, i));
            }
            for (var part : List.of(tables, model, store)) {
                assertThat(bank.progress(part).await(() -> !bank.deadLetters(part).list().isEmpty(), LONG)).isTrue();
                assertThat(count("thence.retries", part)).as(part.name()).isEqualTo(3);
                assertThat(count("thence.dead.letters", part)).as(part.name()).isEqualTo(1);
                assertThat(gauge("thence.dead.letters.waiting", part.name())).isEqualTo(1);
            }
        }
    }

    private static void refuse(Deposited e) {
        if (e.cents() == 13) {
            throw new IllegalStateException("no " + e.cents());
        }
    }

    /** A store of the application's own. */
    private static final class Refusing implements ProjectionStore {
        private volatile Optional<String> checkpoint = Optional.empty();

        @Override
        public Optional<String> checkpoint() {
            return checkpoint;
        }

        @Override
        public void write(List<Event<?>> events, String next) {
            events.forEach(event -> refuse((Deposited) event.data()));
            checkpoint = Optional.of(next);
        }
    }

    @Test
    void lag_is_shown_in_events_time_and_drain_and_what_is_not_known_is_no_number() throws Exception {
        var nanos = new AtomicLong();
        var come = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        var held = Reaction.named("held").on(Deposited.class, (e, _) -> {
            if (e.cents() > 5) {
                come.countDown();
                Latches.await(free);
            }
        });
        var engine = new Engine(new MovedWorld(nanos), new MemoryDisk(), LogSettings.DEFAULT, 1 << 20);
        try (var bank = run(engine, held); AutoCloseable _ = free::countDown) {
            assertThat(gauge("thence.lag.drain", "held")).as("at first").isNaN();
            for (int i = 1; i <= 9; i++) {
                bank.send(new Deposit("a", i));
            }
            var five = bank.store().head().number() - 4;
            assertThat(bank.progress(held).await(five, LONG)).isTrue();
            Latches.await(come);
            assertThat(gauge("thence.lag", "held")).isEqualTo(4);
            assertThat(gauge("thence.lag.time", "held")).isBetween(0.0, (double) LONG.toSeconds());
            assertThat(gauge("thence.buffer", "held")).isBetween(1.0 / Processor.OPEN_MAX, 4.0 / Processor.OPEN_MAX);
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            assertThat(gauge("thence.lag.drain", "held")).as("five in two seconds").isEqualTo(2.5);
            free.countDown();
            assertThat(bank.await(held, bank.store().head(), LONG)).isTrue();
            assertThat(gauge("thence.lag", "held")).isZero();
        }
    }

    @Test
    void a_part_that_has_stopped_goes_on_falling_behind_and_its_drain_is_not_known() {
        var nanos = new AtomicLong();
        var stopping = Reaction.named("stopping").policy(Policy.DEFAULT.on(IllegalStateException.class,
                Policy.Action.STOP)).on(Deposited.class, (_, _) -> {
                    throw new IllegalStateException("no");
                });
        var engine = new Engine(new MovedWorld(nanos), new MemoryDisk(), LogSettings.DEFAULT, 1 << 20);
        try (var bank = run(engine, stopping)) {
            assertThat(gauge("thence.lag.drain", "stopping")).isNaN();
            bank.send(new Deposit("a", 1));
            assertThat(bank.progress(stopping).failure() != null || stops(bank, stopping)).isTrue();
            bank.send(new Deposit("a", 2));
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            assertThat(gauge("thence.running", "stopping")).isZero();
            assertThat(gauge("thence.lag", "stopping")).isEqualTo(2);
            assertThat(gauge("thence.lag.drain", "stopping")).isNaN();
        }
    }

    @Test
    void a_circuit_breaker_shows_its_state_and_what_it_guards_is_counted_as_ever() {
        var guarded = Reaction.named("letters").policy(Policy.DEFAULT.attempts(2)
                .resting(Duration.ofMillis(1), Duration.ofMillis(2)).breaker(Breaker.DEFAULT))
                .on(Deposited.class, (e, _) -> new Letters().handle(e));
        try (var bank = run(Engine.inMemory(), guarded)) {
            assertThat(bank.await(guarded, bank.send(new Deposit("a", 13)).position(), LONG)).isTrue();
            for (var state : new String[] {"closed", "open", "half_open"}) {
                assertThat(registry.get("thence.breaker").tags("part", "letters", "state", state).gauge().value())
                        .as(state).isEqualTo(state.equals("closed") ? 1 : 0);
            }
            assertThat(handled("failed")).isEqualTo(2);
            assertThat(count("thence.retries")).isEqualTo(1);
            assertThat(count("thence.dead.letters")).isEqualTo(1);
        }
    }

    private static boolean stops(Thence bank, Part part) {
        try {
            return !bank.progress(part).await(() -> false, LONG);
        } catch (RuntimeException e) {
            return e.getMessage().contains("has stopped");
        }
    }

    @Test
    void a_closed_application_shows_no_gauges_and_without_a_registry_nothing_is_registered() {
        try (var bank = run(Engine.inMemory(), TABLES)) {
            bank.send(new Deposit("a", 1));
            assertThat(registry.getMeters()).extracting(meter -> meter.getId().getName())
                    .contains("thence.lag", "thence.running", "thence.log.events");
        }
        assertThat(registry.getMeters()).extracting(Meter::getId).extracting(Meter.Id::getName)
                .contains("thence.batch").doesNotContain("thence.lag", "thence.running", "thence.log.events");
        registry.clear();
        try (var bank = Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, TABLES),
                Engine.inMemory())) {
            bank.send(new Deposit("a", 1));
        }
        assertThat(registry.getMeters()).isEmpty();
    }
}
