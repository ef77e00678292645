// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import io.thence.Position;
import io.thence.Schedule;
import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.SystemEvent.GaveUp;
import io.thence.SystemEvent.Restarted;
import io.thence.ThenceException.PartStopped;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.bank.PassingWorld;
import io.thence.event.Ports;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.processor.DueClock;
import io.thence.schedule.Days.Remind;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.Subscription;
import io.thence.supervise.Supervisor;
import io.thence.world.MemoryDisk;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A clock that fails looks again into the log after a rest: what is due is said once for all that. */
class ClockRestartTest {

    private static final Instant START = Instant.parse("2026-03-27T12:00:00Z");

    /** A world whose clocks a test moves on. */
    private record SetWorld(World world, AtomicLong passed) implements PassingWorld {
        @Override
        public Instant now() {
            return START.plusNanos(passed.get());
        }

        @Override
        public long nanos() {
            return passed.get();
        }
    }

    private final AtomicLong passed = new AtomicLong();
    private final World world = new SetWorld(new SystemWorld(), passed);
    private final Desk desk = Desk.on(Days.APPLICATION,
            LogStore.open(world, new MemoryDisk(), LogSettings.SMALL), 1 << 20);
    private final AtomicInteger failures = new AtomicInteger();
    private final List<SystemEvent> told = new ArrayList<>();
    private final Progress progress = new Progress("test", world, new Signal());
    private final Supervisor supervisor = new Supervisor(Supervision.DEFAULT.restarts(3, Duration.ofHours(1))
            .jitter(0), world, told::add);

    @AfterEach
    void close() {
        desk.close();
    }

    /** Ports to a store to which so much cannot be said. */
    private Ports ports() {
        var store = PassingStore.before(desk.store(), _ -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not now");
            }
        });
        return new Ports(world, store, desk.codec()).supervisor(supervisor);
    }

    /** Ports to a store that loses what it has read, so many times. */
    private Ports losing() {
        var store = new PassingStore(desk.store()) {
            @Override
            public Subscription subscribe(Query query, Position after) {
                var whole = super.subscribe(query, after);
                return (Subscription) Proxy.newProxyInstance(Subscription.class.getClassLoader(),
                        new Class<?>[] {Subscription.class}, (_, method, arguments) -> {
                            var answer = method.invoke(whole, arguments);
                            if (method.getName().equals("poll") && failures.getAndDecrement() > 0) {
                                throw new IllegalStateException("lost");
                            }
                            return answer;
                        });
            }
        };
        return new Ports(world, store, desk.codec()).supervisor(supervisor);
    }

    private DueClock demand() {
        return new DemandClock(Days.REMINDERS.name(), ports(), 10, progress);
    }

    private DueClock cron() {
        return new CronClock(Days.NIGHTLY, ((Schedule.Again) Days.NIGHTLY.when()).cron().times(), ports(), progress);
    }

    /** Steps it as a world does, and lets time pass meanwhile. */
    private void live(DueClock clock, Duration time) {
        long end = passed.get() + time.toNanos();
        while (passed.get() < end && progress.failure() == null) {
            if (!clock.step()) {
                passed.set(Math.min(end, passed.get() + Math.max(1, clock.rest().toNanos())));
            }
        }
    }

    private List<ScheduleEvent> said(Schedule schedule) {
        try (var events = desk.store().read(Query.keys(ScheduleEvent.all(schedule.name())),
                new Position(desk.store().lineage(), 0), Direction.FORWARDS)) {
            return events.list(100).stream().flatMap(event -> ScheduleEvent.read(event).stream()).toList();
        }
    }

    private long said(Schedule schedule, Class<?> what) {
        return said(schedule).stream().filter(what::isInstance).count();
    }

    private void saysAllOnce(DueClock clock, Consumer<DueClock> check) {
        try (clock) {
            live(clock, Duration.ofMinutes(1));
            failures.set(3);
            live(clock, Duration.ofDays(2));
            assertThat(failures).hasNegativeValue();
            assertThat(progress.failure()).isNull();
            assertThat(told).extracting(event -> ((Restarted) event).restMillis())
                    .containsExactly(1_000L, 2_000L, 4_000L);
            assertThat(supervisor.restarting()).isEmpty();
            check.accept(clock);
        }
    }

    @Test
    void what_was_asked_for_is_said_once_each() {
        var agenda = new Agenda(Days.REMINDERS, new Ports(world, desk.store(), desk.codec()));
        for (int i = 1; i <= 5; i++) {
            agenda.at(START.plusSeconds(3_600L * i), "w" + i, new Remind("w" + i));
        }
        saysAllOnce(demand(), _ -> assertThat(said(Days.REMINDERS, ScheduleEvent.Reached.class)).isEqualTo(5));
    }

    @Test
    void what_was_read_and_lost_is_read_again() {
        var agenda = new Agenda(Days.REMINDERS, new Ports(world, desk.store(), desk.codec()));
        agenda.at(START.plusSeconds(3_600), "w", new Remind("w"));
        failures.set(2);
        try (var clock = new DemandClock(Days.REMINDERS.name(), losing(), 10, progress)) {
            live(clock, Duration.ofHours(2));
        }
        assertThat(said(Days.REMINDERS, ScheduleEvent.Reached.class)).isEqualTo(1);
    }

    @Test
    void times_that_have_come_are_said_once_each() {
        saysAllOnce(cron(), _ -> assertThat(said(Days.NIGHTLY, ScheduleEvent.Due.class)).isEqualTo(2));
    }

    @Test
    void a_clock_that_fails_too_often_stops_its_part_loudly() {
        failures.set(Integer.MAX_VALUE);
        try (var clock = cron()) {
            live(clock, Duration.ofMinutes(5));
            assertThat(progress.failure()).isInstanceOf(PartStopped.class)
                    .hasMessageContaining("the clock of schedule 'nightly' stopped for good");
            assertThat(told).hasSize(4).last().isInstanceOf(GaveUp.class);
            assertThat(supervisor.gaveUp()).containsOnlyKeys("nightly");
        }
    }

    @Test
    void a_clock_that_has_stopped_rests_whatever_is_due() {
        var agenda = new Agenda(Days.REMINDERS, new Ports(world, desk.store(), desk.codec()));
        agenda.at(START.plusSeconds(60), "w", new Remind("w"));
        failures.set(Integer.MAX_VALUE);
        try (var clock = demand()) {
            for (int i = 0; i < 100 && progress.failure() == null; i++) {
                live(clock, Duration.ofSeconds(10));
            }
            assertThat(progress.failure()).isInstanceOf(PartStopped.class);
            assertThat(clock.step()).isFalse();
            assertThat(clock.rest()).isEqualTo(Duration.ofSeconds(10));
        }
    }
}
