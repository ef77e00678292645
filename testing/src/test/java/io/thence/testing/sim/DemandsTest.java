// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Breaker;
import io.thence.Decider;
import io.thence.Event;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.MemoryProjection;
import io.thence.Outcome;
import io.thence.Policy;
import io.thence.Projection;
import io.thence.ProjectionStore;
import io.thence.Reaction;
import io.thence.inbox.JdbcInbox;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.view.ViewDatabases;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a user demands is looked at when it must be, what goes wrong is what he wants, and what fails says so. */
class DemandsTest {

    private static final Key<String> JAR = Key.of("jar");

    record Add(String jar, int cents) {}

    record Added(String jar, int cents) {}

    private static final Events<Added> EVENTS = Events.of(Added.class)
            .type("jar.added", Added.class, JAR.of(Added::jar));
    private static final Fold<String, Integer> CENTS = Fold.by(JAR).from(0)
            .on(Added.class, (cents, e) -> cents + e.cents());
    private static final Decider<Add, Added> ADDING = Decider.of(Add.class, EVENTS).reading(CENTS, Add::jar)
            .decide((c, cents) -> cents + c.cents() > 90 ? refuse("full") : accept(new Added(c.jar(), c.cents())));
    private static final MemoryProjection<List<Integer>> SEEN = Projection.inMemory("seen",
            () -> (List<Integer>) new ArrayList<Integer>()).on(Added.class, (seen, e) -> seen.add(e.cents()));
    private static final Application APP = Application.named("jars").with(EVENTS, ADDING, SEEN);

    private static Simulator simulator(Application application) {
        return Simulator.of(application).caller("ann", caller -> caller.steps(60, i -> {
            caller.send(new Add("jar", 1 + caller.random().nextInt(3)));
            caller.pause(Duration.ofMillis(1 + caller.random().nextInt(40)));
        }));
    }

    private static Application with(Reaction reaction) {
        return APP.with(reaction);
    }

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void an_invariant_is_looked_at_whenever_the_log_has_grown() {
        var heads = new ArrayList<Long>();
        var report = simulator(APP).crashes(0, 0).invariant("seen", jars -> heads.add(jars.store().head().number()))
                .run(1);
        assertThat(heads).containsAll(List.of(0L, 1L, 2L)).contains((long) report.events());
        assertThat(heads.stream().distinct().count()).isGreaterThan(report.events() / 2);
    }

    @Test
    void a_broken_invariant_stops_the_life_where_it_is_broken() {
        var failing = simulator(APP).invariant("no more than 20",
                jars -> assertThat(jars.read(CENTS, "jar")).isLessThanOrEqualTo(20));
        assertThatThrownBy(() -> failing.run(3)).isInstanceOfSatisfying(SimulationFailed.class, e -> {
            assertThat(e).hasMessageStartingWith("seed 3: invariant 'no more than 20': ")
                    .hasMessageContaining("made smaller from ");
            assertThat(e.steps()).isBetween(7, 20);
            assertThat(e.story().getLast()).contains("event " + e.steps() + " ").contains("jar.added Added[jar=jar");
            assertThat(e.replay()).startsWith("seed 3").doesNotContain("fault ");
            assertThatThrownBy(() -> failing.replay(e.replay())).isInstanceOf(SimulationFailed.class)
                    .hasMessageContaining("invariant 'no more than 20'").hasMessageContaining("event " + e.steps());
        });
    }

    @Test
    void what_is_outside_of_the_log_is_looked_at_after_each_step() {
        var told = new AtomicInteger();
        var seen = new ArrayList<Integer>();
        var heads = new TreeSet<Long>();
        var application = with(Reaction.named("telling").on(Added.class, (_, out) -> {
            heads.add(out.event().position().number());
            told.incrementAndGet();
        }));
        var looked = simulator(application).always("told", () -> seen.add(told.get())).run(1);
        assertThat(seen.stream().distinct()).hasSizeGreaterThan(heads.size()).contains(0, 1, told.get());
        assertThat((long) seen.size()).isGreaterThan(looked.steps() / 2);
        assertThat(simulator(application).run(1).trace()).isEqualTo(looked.trace());
    }

    @Test
    void what_is_outside_of_the_log_stops_the_life_where_it_is_broken() {
        var books = Simulator.each(() -> {
            var told = new TreeMap<String, Integer>();
            return simulator(with(Reaction.named("partner").on(Added.class, (added, out) ->
                    told.merge(out.event().id().toString(), added.cents(), Integer::sum))))
                    .always("told once", () -> assertThat(told.values()).allMatch(cents -> cents <= 3));
        });
        assertThatThrownBy(() -> {
            for (long seed = 1; seed <= 30; seed++) {
                books.run(seed);
            }
        }).hasMessageContaining("always 'told once'").isInstanceOfSatisfying(SimulationFailed.class,
                e -> assertThat(e.story().subList(e.story().size() - 2, e.story().size()))
                        .anyMatch(line -> line.contains("FAULT EVENT_REPEATED")));
    }

    @Test
    void an_invariant_may_not_wait() {
        var waiting = simulator(APP).shrinking(0).invariant("all seen",
                jars -> jars.await(SEEN, jars.store().head(), Duration.ofMinutes(1)));
        assertThatThrownBy(() -> waiting.run(1)).hasMessageContaining("may not wait").hasMessageContaining("all seen");
    }

    @Test
    void what_must_come_true_some_time_is_waited_for() {
        var later = new AtomicInteger();
        assertThat(simulator(APP).eventually("later", _ -> later.incrementAndGet() > 20).run(1).virtual())
                .isGreaterThan(Duration.ofMinutes(4));
        var never = simulator(APP).shrinking(0).eventually("never", _ -> false).within(Duration.ofMinutes(7));
        assertThatThrownBy(() -> never.run(1))
                .hasMessageContaining("eventually 'never': not true within PT7M");
    }

    @Test
    void an_oracle_is_told_each_outcome_once_in_the_order_of_the_log() {
        var refused = new AtomicInteger();
        var simulator = simulator(APP).caller("bob", caller -> caller.steps(20, _ -> caller.send(new Add("jar", 2))))
                .oracle(ArrayList<Answered>::new, List::add, (answers, jars) -> {
                    assertThat(answers).isSortedAccordingTo((a, b) -> Long.compare(a.outcome().position().number(),
                            b.outcome().position().number()));
                    int cents = 0;
                    for (var answer : answers) {
                        boolean isFull = cents + ((Add) answer.command()).cents() > 90;
                        refused.addAndGet(isFull ? 1 : 0);
                        assertThat(answer.outcome()).as("%s, of %s", answer, cents)
                                .isInstanceOf(isFull ? Outcome.Refused.class : Outcome.Accepted.class);
                        cents += isFull ? 0 : ((Add) answer.command()).cents();
                    }
                    assertThat(jars.read(CENTS, "jar")).isEqualTo(cents);
                });
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(simulator.run(seed).commands()).isEqualTo(80);
        }
        assertThat(refused.get()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void a_kind_of_fault_is_switched_on_and_off(Fault fault) {
        var breaker = Breaker.DEFAULT.failing(0.5, 2).openFor(Duration.ofMillis(50), Duration.ofMillis(400));
        var application = with(Reaction.named("none").policy(Policy.DEFAULT.breaker(breaker))
                .on(Added.class, (_, _) -> {}));
        var alone = Seeds.of(() -> Simulator.of(APP)).run(1, 1);
        assertThat(alone.faults()).isNotEmpty();
        int met = 0;
        for (long seed = 1; seed <= 25; seed++) {
            assertThat(simulator(application).without(fault).run(seed).faults()).doesNotContainKey(fault);
            met += simulator(application).faults(fault).run(seed).faults().getOrDefault(fault, 0);
        }
        assertThat(met).isPositive();
        assertThat(simulator(application).faults().run(1).faults()).isEmpty();
    }

    @Test
    void what_cannot_happen_in_an_application_is_not_demanded_of_it() {
        var reaction = Reaction.named("none").on(Added.class, (_, _) -> {});
        assertThat(Fault.of(with(reaction.policy(Policy.DEFAULT.breaker(Breaker.DEFAULT)))))
                .containsExactly(Fault.values());
        assertThat(Fault.of(with(reaction))).hasSize(Fault.values().length - 1).doesNotContain(Fault.BREAKER_OPENED);
        assertThat(Fault.of(APP)).contains(Fault.POWER_LOSS, Fault.DISK_FULL)
                .doesNotContain(Fault.EVENT_LATE, Fault.HANDLER_SLOW, Fault.BREAKER_OPENED);
    }

    @Test
    void a_breaker_is_told_of_where_it_really_opens() {
        var few = Reaction.named("few").on(Added.class, (_, _) -> {});
        var never = few.policy(Policy.DEFAULT.breaker(Breaker.DEFAULT.failing(1, 10_000)));
        var often = few.policy(Policy.DEFAULT.breaker(Breaker.DEFAULT.failing(0.5, 1)
                .openFor(Duration.ofMillis(50), Duration.ofMillis(400))));
        int times = 0;
        for (long seed = 1; seed <= 25; seed++) {
            assertThat(simulator(with(never)).faults(Fault.BREAKER_OPENED).run(seed).faults()).isEmpty();
            times += simulator(with(often)).faults(Fault.BREAKER_OPENED).run(seed).faults()
                    .getOrDefault(Fault.BREAKER_OPENED, 0);
        }
        assertThat(times).isPositive();
    }

    @Test
    void so_many_crashes_as_asked_for() {
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(simulator(APP).crashes(5, 7).run(seed).crashes()).isBetween(5, 7);
        }
        assertThatThrownBy(() -> simulator(APP).crashes(3, 2)).hasMessageContaining("from 3 to 2 crashes");
    }

    @Test
    void a_handler_that_fails_for_ever_leaves_a_dead_letter_unless_that_is_allowed() {
        var failing = Reaction.named("failing").on(Added.class, (_, _) -> {
            throw new IllegalStateException("as always");
        });
        var simulator = simulator(with(failing)).shrinking(0);
        assertThatThrownBy(() -> simulator.run(1)).hasMessageContaining("dead letters are left")
                .hasMessageContaining("as always")
                .hasMessageContaining(": mend it in mending(..), or say mayLeaveUnhandled(part)");
        assertThat(simulator.mayLeaveUnhandled(failing).run(1).events()).isPositive();
        assertThatThrownBy(() -> simulator.mayLeaveUnhandled(failing.policy(Policy.DEFAULT.attempts(1))).run(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mayLeaveUnhandled(..) names 'failing', which is no part of application");
    }

    @Test
    void a_key_that_is_parked_by_a_model_in_memory_is_left_by_no_life_unless_that_is_allowed() {
        var failing = Projection.inMemory("failing", ArrayList<Integer>::new).on(Added.class, (_, _) -> {
            throw new IllegalStateException("as always");
        });
        var simulator = simulator(APP.with(failing)).shrinking(0);
        assertThatThrownBy(() -> simulator.run(1)).hasMessageContaining("dead letters are left")
                .hasMessageContaining("as always");
        assertThat(simulator.mayLeaveUnhandled(failing).run(1).events()).isPositive();
    }

    @Test
    void a_handler_that_waits_outside_is_named() {
        var never = new CountDownLatch(1);
        var waiting = with(Reaction.named("waiting").on(Added.class, (_, _) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        assertThatThrownBy(() -> simulator(waiting).faults().run(1))
                .hasMessageContaining("the handler of reaction 'waiting', on event ann/1/0, waits outside Thence")
                .hasMessageContaining("DemandsTest.lambda$a_handler_that_waits_outside_is_named");
        never.countDown();
    }

    @Test
    void a_handler_that_sleeps_for_half_a_second_is_named() {
        var sleeping = with(Reaction.named("sleeping").on(Added.class, (_, _) -> {
            try {
                TimeUnit.MILLISECONDS.sleep(500);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        assertThatThrownBy(() -> simulator(sleeping).faults().run(1))
                .hasMessageContaining("the handler of reaction 'sleeping', on event ann/")
                .hasMessageContaining("waits outside Thence").hasMessageContaining("Thread.sleep")
                .hasMessageContaining("DemandsTest.lambda$a_handler_that_sleeps_for_half_a_second_is_named");
    }

    @Test
    void what_cannot_be_simulated_is_refused_by_name() {
        var views = ViewDatabases.postgresql(new JdbcDataSource(), "jars");
        assertThatThrownBy(() -> simulator(APP).on((world, disk) ->
                new Engine(world, disk, LogSettings.SMALL, 1_000).views(views)).run(1))
                .hasMessageContaining("what cannot be simulated: tables of projections on a database server");
        assertThatThrownBy(() -> simulator(APP).on((_, disk) ->
                new Engine(new SystemWorld(), disk, LogSettings.SMALL, 1_000)).run(1))
                .hasMessageContaining("what cannot be simulated: SystemWorld as the world");
        assertThatThrownBy(() -> simulator(APP).on((world, _) ->
                new Engine(world, new MemoryDisk(), LogSettings.SMALL, 1_000)).run(1))
                .hasMessageContaining("what cannot be simulated: MemoryDisk as the disk");
    }

    /** Keeps nothing. */
    private static final class Index implements ProjectionStore {

        private Optional<String> checkpoint = Optional.empty();

        @Override
        public Optional<String> checkpoint() {
            return checkpoint;
        }

        @Override
        public void write(List<Event<?>> events, String reached) {
            checkpoint = Optional.of(reached);
        }
    }

    @Test
    void a_projection_in_a_store_is_refused_by_name_unless_that_is_of_the_test() {
        var index = new Index();
        var simulator = simulator(APP.with(Projection.into("search", index).reading(Added.class))).faults();
        assertThatThrownBy(() -> simulator.run(1)).hasMessageContaining("what cannot be simulated: projection 'search'"
                + " in io.thence.testing.sim.DemandsTest$Index").hasMessageContaining("standIn(..)");
        assertThatThrownBy(() -> simulator.standIn(new Index()).run(1)).hasMessageContaining("projection 'search'");
        assertThat(simulator.standIn(index).run(1).events()).isPositive();
        assertThat(index.checkpoint).isPresent();
    }

    @Test
    void an_inbox_in_a_database_is_refused_by_name_unless_that_is_of_the_test() {
        var pool = JdbcConnectionPool.create("jdbc:h2:mem:demands;DB_CLOSE_DELAY=-1", "sa", "");
        var inbox = JdbcInbox.in(pool);
        inbox.create();
        var simulator = simulator(with(Reaction.named("books").on(Added.class, (_, out) ->
                inbox.once("books", out.id("book").toString(), _ -> {})))).faults();
        assertThatThrownBy(() -> simulator.run(1))
                .hasMessageContaining("what cannot be simulated: the handler of reaction 'books', on event ann/1/0,"
                        + " uses an inbox in a database, by org.h2.jdbcx.JdbcConnectionPool")
                .hasMessageContaining("standIn(..)");
        assertThat(simulator.standIn(pool).run(1).events()).isPositive();
        pool.dispose();
    }

    @Test
    void a_life_that_does_not_fail_again_says_why() {
        var lives = new AtomicInteger();
        var simulator = simulator(APP).check(_ -> assertThat(lives.incrementAndGet()).isGreaterThan(1));
        assertThatThrownBy(() -> simulator.run(1)).hasMessageContaining("Simulator.each(..)");
    }

    @Test
    void a_step_has_no_steps() {
        var nested = Simulator.of(APP).caller("ann", caller -> caller.steps(1, _ -> caller.steps(1, _ -> {})));
        assertThatThrownBy(() -> nested.run(1)).hasMessageContaining("has no steps of its own");
    }
}
