// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Event;
import io.thence.Parked;
import io.thence.Policy;
import io.thence.Policy.Action;
import io.thence.Projection;
import io.thence.ProjectionStore;
import io.thence.ThenceException.PartStopped;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Withdrawn;
import io.thence.bank.Desk;
import io.thence.bank.MovedWorld;
import io.thence.world.MemoryDisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A projection tries again what fails, as its policy says, while other keys go on. */
class ProjectionPolicyTest {

    private static final Duration REST = Duration.ofSeconds(1);
    private static final Policy THREE = Projection.POLICY.attempts(3).resting(REST, Duration.ofMinutes(1)).jitter(0);

    private final AtomicLong nanos = new AtomicLong();
    private final MemoryDisk disk = new MemoryDisk();
    private final Desk desk = Desk.open(disk);
    private final List<String> calls = new ArrayList<>();
    private int failing;
    private RuntimeException failure = new IllegalStateException("not now");

    private final Projection balances = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> {
                calls.add(e.account() + e.cents());
                db.row("balances", e.account()).add("cents", e.cents());
                if (e.account().equals("bad") && failing > 0) {
                    failing--;
                    throw failure;
                }
            })
            .on(Withdrawn.class, (db, e) -> db.row("balances", e.account()).add("cents", -e.cents()));

    @AfterEach
    void close() {
        desk.close();
    }

    private SqlView view(Policy policy) {
        return new SqlView(balances.policy(policy), desk.in(new MovedWorld(nanos)), ViewDatabases.embedded(disk));
    }

    private static void run(SqlView view) {
        while (view.step()) {
            assertThat(view.progress().failure()).isNull();
        }
    }

    private void pass(SqlView view, Duration time) {
        nanos.addAndGet(time.toNanos());
        run(view);
    }

    private static List<String> rows(SqlView view) {
        return ViewQuery.of(view).within(Duration.ZERO).list("select * from balances order by account",
                row -> row.text("account") + " " + row.number("cents"));
    }

    private long tries() {
        return calls.stream().filter("bad5"::equals).count();
    }

    @Test
    void it_is_tried_again_by_itself_and_what_queued_behind_it_goes_on_in_order() {
        failing = 2;
        desk.send(new Deposit("bad", 5));
        var view = view(THREE);
        run(view);
        desk.send(new Withdraw("bad", 2));
        desk.send(new Deposit("good", 7));
        pass(view, Duration.ofMillis(999));
        assertThat(rows(view)).as("others go on, and it rests").containsExactly("good 7");
        assertThat(tries()).isEqualTo(2); // the batch, and the event alone: that is one attempt
        pass(view, REST);
        assertThat(rows(view)).containsExactly("bad 3", "good 7");
        assertThat(view.parked()).isEmpty();
        view.ended();
    }

    @Test
    void each_rest_is_twice_the_one_before_and_after_the_last_attempt_it_waits_until_somebody_says_so() {
        failing = Integer.MAX_VALUE;
        desk.send(new Deposit("bad", 5));
        var view = view(THREE);
        run(view);
        long first = tries();
        pass(view, REST);
        long second = tries();
        assertThat(second).isGreaterThan(first);
        pass(view, REST.multipliedBy(2).minusNanos(1));
        assertThat(tries()).isEqualTo(second);
        pass(view, Duration.ofNanos(1));
        long third = tries();
        assertThat(third).isGreaterThan(second);
        for (int i = 0; i < 100; i++) {
            pass(view, Duration.ofMinutes(1));
        }
        assertThat(tries()).as("three attempts in all").isEqualTo(third);
        assertThat(view.parked()).extracting(Parked::message).containsExactly("not now");
        view.ended();
        failing = 0;
        var again = view(THREE);
        run(again);
        pass(again, REST);
        assertThat(again.parked()).as("over a start, too").hasSize(1);
        assertThat(tries()).isEqualTo(third);
        again.ended();
    }

    @Test
    void what_rests_is_tried_at_a_start_and_attempts_begin_anew() {
        failing = Integer.MAX_VALUE;
        desk.send(new Deposit("bad", 5));
        var view = view(THREE);
        run(view);
        pass(view, REST);
        view.ended();
        var again = view(THREE);
        run(again);
        pass(again, REST);
        failing = 0;
        pass(again, REST.multipliedBy(2));
        assertThat(rows(again)).as("it had two attempts before, and two since").containsExactly("bad 5");
        again.ended();
    }

    /** Keeps nothing but its checkpoint, and fails at first. */
    private static final class Failing implements ProjectionStore {
        private Optional<String> checkpoint = Optional.empty();
        private int failing = 2;

        @Override
        public Optional<String> checkpoint() {
            return checkpoint;
        }

        @Override
        public void write(List<Event<?>> events, String next) {
            if (!events.isEmpty() && failing-- > 0) {
                throw new IllegalStateException("not now");
            }
            checkpoint = Optional.of(next);
        }
    }

    @Test
    void a_store_is_tried_again_too_and_the_machine_rests_no_longer_than_the_event() {
        desk.send(new Deposit("bad", 5));
        var projection = Projection.into("kept", new Failing()).reading(Deposited.class).policy(THREE);
        var view = new StoreView(projection, desk.in(new MovedWorld(nanos)));
        run(view);
        assertThat(view.parked()).hasSize(1);
        nanos.addAndGet(Duration.ofMillis(400).toNanos());
        run(view);
        assertThat(view.rest()).isEqualTo(Duration.ofMillis(600));
        nanos.addAndGet(Duration.ofMillis(600).toNanos());
        run(view);
        assertThat(view.parked()).isEmpty();
        view.ended();
    }

    private static void run(StoreView view) {
        while (view.step()) {
            assertThat(view.progress().failure()).isNull();
        }
    }

    @Test
    void what_its_rules_give_up_is_tried_once() {
        failing = Integer.MAX_VALUE;
        desk.send(new Deposit("bad", 5));
        var view = view(THREE.on(IllegalStateException.class, Action.DEAD_LETTER));
        run(view);
        long once = tries();
        for (int i = 0; i < 10; i++) {
            pass(view, Duration.ofMinutes(1));
        }
        assertThat(tries()).isEqualTo(once);
        assertThat(view.parked()).hasSize(1);
        view.ended();
    }

    @Test
    void a_rule_stops_it_and_says_where_and_without_what_was_said() {
        failing = Integer.MAX_VALUE;
        desk.send(new Deposit("good", 7));
        var bad = desk.send(new Deposit("bad", 5)).position().number();
        var view = view(THREE.on(IllegalStateException.class, Action.STOP));
        while (view.step()) {
            assertThat(view.parked()).isEmpty();
        }
        assertThat(view.progress().failure()).isInstanceOf(PartStopped.class)
                .hasMessageContainingAll("projection 'balances' has stopped at event ", ", position " + bad
                        + " (java.lang.IllegalStateException): its policy stops it at such a failure")
                .hasMessageNotContaining("not now").hasRootCauseMessage("not now");
        view.ended();
        failing = 0;
        var mended = view(THREE);
        run(mended);
        assertThat(rows(mended)).containsExactly("bad 5", "good 7");
        mended.ended();
    }

    @Test
    void a_rule_leaves_it_to_who_restarts_parts_and_parks_nothing() {
        failing = Integer.MAX_VALUE;
        desk.send(new Deposit("bad", 5));
        var view = view(THREE.on(IllegalStateException.class, Action.RESTART));
        while (view.step()) {
            assertThat(view.parked()).isEmpty();
        }
        assertThat(view.progress().failure()).as("nobody restarts anything here").hasMessageStartingWith(
                "projection 'balances' has stopped after position 0 (java.lang.IllegalStateException: not now)");
        assertThat(view.parked()).isEmpty();
        view.ended();
    }

    @Test
    void attempts_are_counted_for_each_event() {
        failing = 4; // two writes for each attempt where it comes in a batch, then one
        failure = new IllegalArgumentException("also not now");
        desk.send(new Deposit("bad", 5));
        desk.send(new Deposit("bad", 6));
        var view = view(THREE);
        run(view);
        for (int i = 0; i < 6 && !view.parked().isEmpty(); i++) {
            pass(view, Duration.ofMinutes(1));
        }
        assertThat(rows(view)).containsExactly("bad 11");
        view.ended();
    }
}
