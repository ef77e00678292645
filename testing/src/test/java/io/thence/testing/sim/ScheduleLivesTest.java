// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Cron;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.Missed;
import io.thence.Position;
import io.thence.Schedule;
import io.thence.event.EventCodec;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.schedule.ScheduleEvent;
import io.thence.schedule.ScheduleEvent.Asked;
import io.thence.schedule.ScheduleEvent.Cancelled;
import io.thence.schedule.ScheduleEvent.Due;
import io.thence.schedule.ScheduleEvent.Passed;
import io.thence.schedule.ScheduleEvent.Reached;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Schedules while the power goes, and clocks go forward and back: each minute rings once, however late, each thing that
 * was asked for is done once and not before its time, and what was called off is not done.
 */
class ScheduleLivesTest {

    private static final int SEEDS = 60;
    private static final int ASKED = 5;
    private static final Duration LONG = Duration.ofHours(2);

    sealed interface Sound {
        record Rung(String minute) implements Sound {}

        record Struck(Instant due) implements Sound {}

        record Reminded(String who) implements Sound {}
    }

    record Ring(String minute) {}

    record Remind(String who) {}

    private static final Key<String> MINUTE = Key.of("minute");
    private static final Key<String> WHO = Key.of("who");
    private static final Events<Sound> EVENTS = Events.of(Sound.class)
            .type("bell.rung", Sound.Rung.class, MINUTE.of(Sound.Rung::minute))
            .type("clock.struck", Sound.Struck.class, MINUTE.of(struck -> struck.due().toString()))
            .type("reminded", Sound.Reminded.class, WHO.of(Sound.Reminded::who));
    private static final Decider<Ring, Sound> RINGING = Decider.of(Ring.class, EVENTS).writing(Sound.Rung.class)
            .decide(c -> accept(new Sound.Rung(c.minute())));
    private static final Decider<Remind, Sound> REMINDING = Decider.of(Remind.class, EVENTS)
            .writing(Sound.Reminded.class).decide(c -> accept(new Sound.Reminded(c.who())));
    private static final Schedule BELL = Schedule.named("bell").cron("* * * * *", ZoneId.of("UTC"))
            .sending(Ring.class, due -> new Ring(due.toInstant().toString()));
    private static final Schedule CLOCK = Schedule.named("clock").cron("*/3 * * * *", ZoneId.of("UTC"))
            .bringing(Sound.Struck.class, due -> new Sound.Struck(due.toInstant())).missed(Missed.LAST);
    private static final Schedule REMINDERS = Schedule.named("reminders").sending(Remind.class);
    private static final Application APP = Application.named("sounds")
            .with(EVENTS, RINGING, REMINDING, BELL, CLOCK, REMINDERS);

    /** What happened. */
    enum Met { RUNG, LATE, STRUCK, PASSED_OVER, REMINDED, CANCELLED, FORWARD, BACK }

    private final Map<Met, Integer> met = new EnumMap<>(Met.class);

    /** A world whose wall clock is wrong by so many seconds. */
    private record Skewed(World world, AtomicLong seconds) implements PassingWorld {
        @Override
        public Instant now() {
            return world.now().plusSeconds(seconds.get());
        }
    }

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void each_time_has_the_effect_of_one_command() {
        var simulator = Simulator.each(this::simulator); // each life has clocks of its own
        for (long seed = 1; seed <= SEEDS; seed++) {
            simulator.run(seed);
        }
        for (var what : Met.values()) {
            assertThat(met.getOrDefault(what, 0)).as("%s, of %s", what, met).isGreaterThan(SEEDS / 5);
        }
    }

    private Simulator simulator() {
        var seconds = new AtomicLong();
        var simulator = Simulator.of(APP)
                .on((world, disk) -> new Engine(new Skewed(world, seconds), disk, LogSettings.SMALL, 16 << 10))
                .without(Fault.CLOCK_FORWARDS, Fault.CLOCK_BACKWARDS) // the clockmaker moves it, and knows how far
                .caller("clockmaker", caller -> set(caller, seconds))
                .check(this::check);
        for (int i = 0; i < 2; i++) {
            simulator = simulator.caller("asker-" + i, ScheduleLivesTest::ask);
        }
        return simulator;
    }

    private void set(Caller caller, AtomicLong seconds) {
        for (int i = 0; i < 6; i++) {
            caller.pause(Duration.ofSeconds(caller.random().nextInt(150)));
            if (caller.random().nextInt(3) == 0) {
                long by = caller.random().nextInt(600) - 240L;
                seconds.addAndGet(by);
                met.merge(by < 0 ? Met.BACK : Met.FORWARD, 1, Integer::sum);
            }
        }
    }

    private static void ask(Caller caller) {
        var agenda = caller.thence().agenda(REMINDERS);
        var random = caller.random();
        for (int i = 0; i < ASKED; i++) {
            var id = caller.name() + "." + i;
            var due = SimulatedWorld.BEGINNING.plusSeconds(random.nextInt(900));
            agenda.at(due, id, new Remind(id));
            caller.pause(Duration.ofSeconds(random.nextInt(60)));
            if (random.nextInt(4) == 0) {
                agenda.cancel(id);
            }
        }
    }

    private void check(Thence thence) {
        var agenda = thence.agenda(REMINDERS);
        assertThat(thence.progress(REMINDERS).await(() -> agenda.list(1).isEmpty(), LONG)).isTrue();
        var head = thence.store().head();
        for (var schedule : List.of(BELL, CLOCK, REMINDERS)) {
            assertThat(thence.await(schedule, head, LONG)).isTrue();
            assertThat(thence.deadLetters(schedule).list()).isEmpty();
        }
        new Sounds(head.number()).check(thence, met);
    }

    /** Reads all events, in their order. */
    private static final class Sounds {

        private final EventCodec codec = new EventCodec(APP);
        private final long head;
        private final Map<String, List<Instant>> due = new HashMap<>();
        private final Map<String, Instant> upTo = new HashMap<>();
        private final Map<String, Instant> asked = new HashMap<>();
        private final Set<String> cancelled = new HashSet<>();
        private final Set<String> reached = new HashSet<>();
        private final List<String> rung = new ArrayList<>();
        private final List<Instant> struck = new ArrayList<>();
        private final List<String> reminded = new ArrayList<>();

        /** What was due up to {@code head} is done. */
        Sounds(long head) {
            this.head = head;
        }

        void check(Thence thence, Map<Met, Integer> met) {
            var start = new Position(thence.store().lineage(), 0);
            try (var events = thence.store().read(Query.ALL, start, Direction.FORWARDS)) {
                for (var event = events.next(); event.isPresent(); event = events.next()) {
                    enter(event.get(), met);
                }
            }
            var bells = due.getOrDefault("bell", List.of());
            assertThat(rung).startsWith(bells.stream().map(Instant::toString).toArray(String[]::new))
                    .doesNotHaveDuplicates();
            assertThat(struck).startsWith(due.getOrDefault("clock", List.of()).toArray(Instant[]::new))
                    .doesNotHaveDuplicates();
            for (int i = 1; i < bells.size(); i++) {
                assertThat(bells.get(i)).isEqualTo(bells.get(i - 1).plusSeconds(60));
            }
            var left = new HashSet<>(asked.keySet());
            left.removeAll(cancelled);
            assertThat(reminded).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(left);
        }

        private void enter(StoredEvent event, Map<Met, Integer> met) {
            var own = ScheduleEvent.read(event);
            if (own.isPresent()) {
                said(event, own.get(), met);
            } else if (!event.type().startsWith("thence.")) {
                switch ((Sound) codec.decode(event).data()) {
                    case Sound.Rung e -> rung.add(e.minute());
                    case Sound.Struck e -> struck.add(e.due());
                    case Sound.Reminded e -> reminded.add(e.who());
                }
            }
        }

        private void said(StoredEvent event, ScheduleEvent said, Map<Met, Integer> met) {
            var now = event.stamp().instant();
            switch (said) {
                case Passed e -> assertThat(upTo.put(e.schedule(), e.upTo())).as("it begins once").isNull();
                case Due e -> {
                    assertThat(e.due()).as("due at %s", now).isBeforeOrEqualTo(now);
                    if (event.number() <= head) {
                        due.computeIfAbsent(e.schedule(), _ -> new ArrayList<>()).add(e.due());
                    }
                    var first = next(e.schedule());
                    boolean isBell = e.schedule().equals("bell");
                    assertThat(e.due()).isAfterOrEqualTo(first);
                    assertThat(e.due().equals(first) || !isBell).isTrue();
                    upTo.put(e.schedule(), e.due());
                    met.merge(isBell ? Met.RUNG : Met.STRUCK, 1, Integer::sum);
                    if (e.due().isBefore(now.minusSeconds(120))) {
                        met.merge(Met.LATE, 1, Integer::sum);
                    }
                    if (e.due().isAfter(first)) {
                        met.merge(Met.PASSED_OVER, 1, Integer::sum);
                    }
                }
                case Asked e -> assertThat(asked.put(e.id(), e.due())).isNull();
                case Cancelled e -> {
                    assertThat(reached).doesNotContain(e.id());
                    cancelled.add(e.id());
                    met.merge(Met.CANCELLED, 1, Integer::sum);
                }
                case Reached e -> {
                    assertThat(asked.get(e.id())).isBeforeOrEqualTo(now);
                    reached.add(e.id());
                    met.merge(Met.REMINDED, 1, Integer::sum);
                }
            }
        }

        private Instant next(String schedule) {
            var cron = new Cron(schedule.equals("bell") ? "* * * * *" : "*/3 * * * *", ZoneId.of("UTC"));
            return cron.times().next(upTo.get(schedule)).orElseThrow();
        }
    }
}
