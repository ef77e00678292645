// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.world.Machine;
import io.thence.world.Signal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SimulatedWorldTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void virtual_time_jumps_when_all_wait() {
        var world = new SimulatedWorld(1);
        var begin = world.now();
        world.fork("sleeper", () -> assertThat(world.await(new Signal(), HOUR)).isFalse()).stop();
        assertThat(Duration.between(begin, world.now())).isBetween(HOUR, HOUR.plusSeconds(1));
    }

    @Test
    void a_raised_signal_ends_a_wait_and_is_lowered() {
        var world = new SimulatedWorld(1);
        var signal = new Signal();
        var waiter = world.fork("waiter", () -> assertThat(world.await(signal, HOUR)).isTrue());
        world.fork("raiser", signal::raise);
        waiter.stop();
        assertThat(signal.isRaised()).isFalse();
        assertThat(world.nanos()).isLessThan(HOUR.toNanos());
    }

    @Test
    void the_seed_gives_the_order() {
        var orders = new ArrayList<List<Integer>>();
        for (long seed : new long[] {1, 1, 2}) {
            orders.add(order(seed));
        }
        assertThat(orders.get(0)).isEqualTo(orders.get(1)).isNotEqualTo(orders.get(2));
        assertThat(orders.get(2)).containsExactlyInAnyOrderElementsOf(orders.get(0));
    }

    private static List<Integer> order(long seed) {
        var world = new SimulatedWorld(seed);
        var order = new ArrayList<Integer>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            world.fork("f", () -> {
                for (int round = 0; round < 10; round++) {
                    order.add(number);
                    world.await(new Signal(), Duration.ofNanos(1_000));
                }
            });
        }
        world.await(new Signal(), Duration.ofSeconds(1));
        return order;
    }

    /** Counts its steps. */
    private static final class Counter implements Machine {
        private final Signal signal = new Signal();
        private final AtomicInteger steps = new AtomicInteger();
        private int ended;

        @Override
        public boolean step() {
            return steps.incrementAndGet() % 3 != 0;
        }

        @Override
        public Signal signal() {
            return signal;
        }

        @Override
        public void ended() {
            ended++;
        }
    }

    @Test
    void a_machine_is_stopped_from_outside_and_from_inside() {
        var world = new SimulatedWorld(3);
        var one = new Counter();
        var other = new Counter();
        var first = world.start("one", one);
        var second = world.start("other", other);
        world.await(new Signal(), Duration.ofSeconds(10));
        first.stop();
        world.fork("stopper", second::stop).stop();
        int steps = one.steps.get() + other.steps.get();
        world.await(new Signal(), Duration.ofSeconds(10));
        assertThat(one.steps.get() + other.steps.get()).isEqualTo(steps).isGreaterThan(20);
        assertThat(one.ended + other.ended).isEqualTo(2);
    }

    @Test
    void a_crash_ends_everything_where_it_stands() {
        var world = new SimulatedWorld(3);
        var counter = new Counter();
        var running = world.start("counter", counter);
        var went = new ArrayList<String>();
        world.fork("sleeper", () -> {
            try {
                world.await(new Signal(), HOUR);
            } catch (RuntimeException e) {
                went.add("on after an exception");
            }
            went.add("on");
        });
        world.await(new Signal(), Duration.ofSeconds(1));
        world.crash();
        running.stop();
        assertThat(went).isEmpty();
        assertThat(counter.ended).isZero();
    }

    @Test
    void who_waits_outside_of_the_world_is_shown() {
        var world = new SimulatedWorld(1);
        var never = new CountDownLatch(1);
        var waiter = world.fork("waiter", () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(waiter::stop).hasMessageContaining("waiter#0 waits outside Thence")
                .hasMessageContaining("who_waits_outside_of_the_world_is_shown");
        never.countDown();
    }

    @Test
    void who_waits_for_a_lock_is_shown_when_nobody_has_patience_any_more() {
        var patience = Duration.ofMillis(600);
        var world = new SimulatedWorld(1).patient(patience);
        var lock = new ReentrantLock();
        lock.lock();
        try {
            var waiter = world.fork("waiter", lock::lock);
            long begin = System.nanoTime();
            assertThatThrownBy(waiter::stop).hasMessageContaining("waiter#0 waits outside Thence");
            assertThat(System.nanoTime() - begin).isGreaterThan(patience.toNanos());
        } finally {
            lock.unlock();
        }
    }

    @Test
    void who_runs_long_is_not_shown() {
        var world = new SimulatedWorld(1);
        world.fork("runner", () -> {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < Duration.ofMillis(600).toNanos()) {
                Thread.onSpinWait();
            }
        }).stop();
        assertThat(world.steps()).isPositive();
    }

    @Test
    void who_waits_in_h2_is_not_shown() throws SQLException {
        var url = "jdbc:h2:mem:waits;LOCK_TIMEOUT=600";
        try (var holder = DriverManager.getConnection(url); var other = DriverManager.getConnection(url)) {
            execute(holder, "create table rows (id int primary key, n int)");
            execute(holder, "insert into rows values (1, 1)");
            holder.setAutoCommit(false);
            execute(holder, "update rows set n = 2");
            var world = new SimulatedWorld(1);
            var waiter = world.fork("waiter", () -> execute(other, "update rows set n = 3"));
            assertThatThrownBy(waiter::stop).hasStackTraceContaining("Timeout trying to lock table");
        }
    }

    private static void execute(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_waits_for_nothing_is_shown() {
        var world = new SimulatedWorld(1);
        var waiter = world.fork("waiter", () -> world.waitFor(() -> false, Fiber.NEVER));
        assertThatThrownBy(waiter::stop).hasMessageContaining("nothing will ever come")
                .hasMessageContaining("waiter#0");
    }

    @Test
    void what_breaks_is_shown() {
        var world = new SimulatedWorld(1);
        var task = world.fork("task", () -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(task::stop).hasMessageContaining("task#0 broke").hasRootCauseMessage("broken");
    }
}
