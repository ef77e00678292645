// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import io.thence.Application;
import io.thence.Event;
import io.thence.EventId;
import io.thence.Missed;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Schedule;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.bank.PassingWorld;
import io.thence.event.Ports;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.processor.DueClock;
import io.thence.schedule.Days.Closed;
import io.thence.schedule.Days.Remind;
import io.thence.schedule.Days.Reminded;
import io.thence.schedule.Days.Rung;
import io.thence.schedule.ScheduleEvent.Due;
import io.thence.schedule.ScheduleEvent.Passed;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is due is said once, at its time and not before, and done once; what is found late is done as is said. */
class ScheduleTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-03-27T12:00:00Z");

    /** The real world, but for its wall clock, which a test moves on. */
    private record ClockWorld(World world, AtomicReference<Instant> clock) implements PassingWorld {
        @Override
        public Instant now() {
            return clock.get();
        }
    }

    private final AtomicReference<Instant> clock = new AtomicReference<>(START);
    private final ClockWorld world = new ClockWorld(new SystemWorld(), clock);
    private final Application application = Days.APPLICATION;
    private final Desk desk = Desk.on(application, LogStore.open(world, new MemoryDisk(), LogSettings.SMALL), 1 << 20);

    @AfterEach
    void close() {
        desk.close();
    }

    private CronClock cron(Schedule schedule) {
        return new CronClock(schedule, ((Schedule.Again) schedule.when()).cron().times(), desk.in(world), progress());
    }

    private Progress progress() {
        return new Progress("test", world, new Signal());
    }

    /** Lets a clock look at the time, as long as it has something to say. */
    private static void look(DueClock clock) {
        while (clock.step()) {
            Thread.onSpinWait();
        }
    }

    private void lookAt(DueClock one, String time) {
        clock.set(Instant.parse(time));
        look(one);
    }

    private List<ScheduleEvent> said(Schedule schedule) {
        var start = new Position(desk.store().lineage(), 0);
        try (var events = desk.store().read(Query.keys(ScheduleEvent.all(schedule.name())), start,
                Direction.FORWARDS)) {
            return events.list(1_000).stream().map(ScheduleEvent::read).flatMap(Optional::stream).toList();
        }
    }

    private List<String> due(Schedule schedule) {
        return said(schedule).stream().filter(Due.class::isInstance).map(event -> ((Due) event).due().toString())
                .toList();
    }

    private List<Event<?>> happened() {
        var start = new Position(desk.store().lineage(), 0);
        var types = desk.codec().names(Days.Happening.class);
        try (var events = desk.store().read(Query.types(types), start, Direction.FORWARDS)) {
            return events.list(1_000).stream().<Event<?>>map(desk.codec()::decode).toList();
        }
    }

    /** Has everything done that was said to be due. */
    private void handle(Schedule schedule) {
        try (var machines = ScheduleMachines.of(schedule, desk.in(world), desk.commands(), 100)) {
            machines.processor().start();
            assertThat(machines.processor().progress().await(desk.head(), LONG)).isTrue();
        }
    }

    @Test
    void the_application_has_no_problems() {
        assertThat(application.check()).isEmpty();
    }

    @Test
    void each_time_is_said_once_when_it_has_come_and_not_before() {
        var nightly = cron(Days.NIGHTLY);
        look(nightly);
        assertThat(said(Days.NIGHTLY)).containsExactly(new Passed("nightly", START));
        assertThat(nightly.rest()).isEqualTo(Duration.ofSeconds(10));
        lookAt(nightly, "2026-03-28T01:59:59.999Z");
        assertThat(due(Days.NIGHTLY)).isEmpty();
        assertThat(nightly.rest()).isEqualTo(Duration.ofMillis(1));
        lookAt(nightly, "2026-03-28T02:00:00Z");
        lookAt(nightly, "2026-03-28T02:00:01Z");
        lookAt(nightly, "2026-03-29T01:00:00Z"); // the night in which clocks are set forward
        assertThat(due(Days.NIGHTLY)).containsExactly("2026-03-28T02:00:00Z", "2026-03-29T01:00:00Z");
    }

    @Test
    void a_clock_that_goes_back_and_a_second_one_say_nothing_twice() {
        var nightly = cron(Days.NIGHTLY);
        look(nightly);
        var other = cron(Days.NIGHTLY);
        look(other);
        lookAt(nightly, "2026-03-30T12:00:00Z");
        look(other);
        lookAt(nightly, "2026-03-28T12:00:00Z");
        lookAt(cron(Days.NIGHTLY), "2026-03-29T12:00:00Z");
        lookAt(other, "2026-03-30T12:00:00Z");
        assertThat(due(Days.NIGHTLY)).containsExactly("2026-03-28T02:00:00Z", "2026-03-29T01:00:00Z",
                "2026-03-30T01:00:00Z");
        lookAt(nightly, "2026-03-31T12:00:00Z");
        look(other);
        assertThat(due(Days.NIGHTLY)).hasSize(4);
    }

    @Test
    void of_what_is_found_late_each_counts_or_the_last_or_what_is_not_too_late() {
        for (var schedule : List.of(Days.NIGHTLY, Days.LAST, Days.SOON)) {
            clock.set(START);
            look(cron(schedule));
            lookAt(cron(schedule), "2026-03-31T02:00:00Z"); // an hour after the fourth
        }
        assertThat(due(Days.NIGHTLY)).containsExactly("2026-03-28T02:00:00Z", "2026-03-29T01:00:00Z",
                "2026-03-30T01:00:00Z", "2026-03-31T01:00:00Z");
        assertThat(due(Days.LAST)).containsExactly("2026-03-31T01:00:00Z");
        assertThat(due(Days.SOON)).containsExactly("2026-03-30T01:00:00Z", "2026-03-31T01:00:00Z");
    }

    @Test
    void how_late_one_may_be_is_exact_and_what_does_not_count_is_passed_over() {
        look(cron(Days.SOON));
        lookAt(cron(Days.SOON), "2026-03-29T07:00:00Z"); // 30 hours after the 28th's is 08:00
        assertThat(due(Days.SOON)).containsExactly("2026-03-28T02:00:00Z", "2026-03-29T01:00:00Z");
        lookAt(cron(Days.SOON), "2026-03-31T07:00:00Z"); // 30 hours after the 30th's
        assertThat(due(Days.SOON)).hasSize(4);
        lookAt(cron(Days.SOON), "2026-04-02T07:00:00.001Z");
        assertThat(due(Days.SOON)).hasSize(5).endsWith("2026-04-02T01:00:00Z");
        var never = Schedule.named("never").cron("0 3 * * *", Days.PRAGUE)
                .sending(Days.Close.class, due -> new Days.Close(due.toString()))
                .missed(Missed.LAST.within(Duration.ofMinutes(1)));
        clock.set(START);
        look(cron(never));
        lookAt(cron(never), "2026-03-29T12:00:00Z");
        assertThat(said(never)).containsExactly(new Passed("never", START),
                new Passed("never", Instant.parse("2026-03-29T12:00:00Z")));
    }

    @Test
    void many_that_are_late_are_said_in_their_order() {
        var each = Schedule.named("each").cron("* * * * *", Days.PRAGUE)
                .bringing(Rung.class, due -> new Rung("x", due.toInstant()));
        look(cron(each));
        lookAt(cron(each), "2026-03-27T22:00:30Z");
        assertThat(due(each)).isEqualTo(IntStream.rangeClosed(1, 600)
                .mapToObj(minute -> START.plusSeconds(60L * minute).toString()).toList());
    }

    @Test
    void what_is_due_is_done_once_however_often_it_is_handled() {
        look(cron(Days.NIGHTLY));
        look(cron(Days.BELL));
        lookAt(cron(Days.NIGHTLY), "2026-03-29T12:00:00Z");
        look(cron(Days.BELL));
        var due = said(Days.NIGHTLY).getLast();
        desk.store().append(Append.of(List.of(due.stored()), Origin.of("twice")));
        handle(Days.NIGHTLY);
        handle(Days.NIGHTLY);
        handle(Days.BELL);
        assertThat(happened()).extracting(event -> (Object) event.data()).containsExactly(
                new Closed("2026-03-27"), new Closed("2026-03-28"),
                new Rung("2026-03-28", Instant.parse("2026-03-28T11:00:00Z")),
                new Rung("2026-03-29", Instant.parse("2026-03-29T10:00:00Z")));
        var closed = happened().getFirst();
        assertThat(closed.id().text()).isEqualTo("nightly/2026-03-28T02:00:00Z/0");
        assertThat(closed.origin().source()).isEqualTo("nightly");
        assertThat(closed.origin().causation()).hasValueSatisfying(id -> assertThat(
                desk.store().find(new EventId(id))).isPresent());
        assertThat(happened().getLast().time()).isEqualTo(Instant.parse("2026-03-29T10:00:00Z"));
    }

    private Agenda agenda(Schedule schedule) {
        return new Agenda(schedule, desk.in(world));
    }

    private DemandClock demand(Schedule schedule, int most) {
        return new DemandClock(schedule.name(), desk.in(world), most, progress());
    }

    private Instant after(int seconds) {
        return START.plusSeconds(seconds);
    }

    @Test
    void what_is_asked_for_is_done_at_its_time_and_what_is_called_off_is_not() {
        var agenda = agenda(Days.REMINDERS);
        agenda.at(after(30), "b", new Remind("bob"));
        agenda.at(after(20), "a", new Remind("ann"));
        agenda.at(after(20), "a", new Remind("ann"));
        agenda.at(after(20), "c", new Remind("cyd"));
        assertThat(agenda.list(10)).extracting(Agenda.Entry::id).containsExactly("a", "c", "b");
        assertThat(agenda.list(1)).containsExactly(new Agenda.Entry("a", after(20), "{\"who\":\"ann\"}"));
        assertThat(agenda.cancel("c")).isTrue();
        assertThat(agenda.cancel("c")).isFalse();
        assertThat(agenda.cancel("x")).isFalse();
        try (var reminders = demand(Days.REMINDERS, 100)) {
            lookAt(reminders, "2026-03-27T12:00:19.999Z");
            handle(Days.REMINDERS);
            assertThat(happened()).isEmpty();
            lookAt(reminders, "2026-03-27T12:00:20Z");
            assertThat(agenda.cancel("a")).as("too late").isFalse();
            assertThat(agenda.list(10)).extracting(Agenda.Entry::id).containsExactly("b");
            assertThat(agenda.of("b")).isPresent();
            assertThat(agenda.of("a")).isEmpty();
            handle(Days.REMINDERS);
            assertThat(happened()).extracting(event -> (Object) event.data()).containsExactly(new Reminded("ann"));
            lookAt(reminders, "2026-03-27T12:00:31Z");
        }
        handle(Days.REMINDERS);
        assertThat(happened()).extracting(event -> (Object) event.data())
                .containsExactly(new Reminded("ann"), new Reminded("bob"));
        assertThat(agenda.list(10)).isEmpty();
    }

    @Test
    void what_was_called_off_before_its_time_came_is_not_done_where_both_are_said() {
        agenda(Days.REMINDERS).at(after(20), "a", new Remind("ann"));
        assertThat(agenda(Days.REMINDERS).cancel("a")).isTrue();
        desk.store().append(Append.of(List.of(
                new ScheduleEvent.Reached("reminders", "a").stored()), Origin.of("test")));
        handle(Days.REMINDERS);
        assertThat(happened()).isEmpty();
    }

    @Test
    void one_of_two_who_call_it_off_at_the_same_time_does() {
        agenda(Days.REMINDERS).at(after(20), "a", new Remind("ann"));
        var store = new PassingStore(desk.store()) {
            private boolean isFirst = true;

            @Override
            public Appended append(Append batch) {
                if (isFirst) {
                    isFirst = false;
                    assertThat(agenda(Days.REMINDERS).cancel("a")).isTrue();
                }
                return super.append(batch);
            }
        };
        assertThat(new Agenda(Days.REMINDERS, new Ports(world, store, desk.codec())).cancel("a")).isFalse();
    }

    @Test
    void a_command_under_the_id_of_what_is_due_is_no_reason_to_take_that_for_done() {
        assertThat(desk.commands().send(new Days.Close("2026-01-01"), Send.as("reminders/a")))
                .isInstanceOf(Outcome.Accepted.class);
        agenda(Days.REMINDERS).at(after(1), "a", new Remind("ann"));
        clock.set(after(10));
        try (var reminders = demand(Days.REMINDERS, 10)) {
            look(reminders);
        }
        try (var machines = ScheduleMachines.of(Days.REMINDERS, desk.in(world), desk.commands(), 100)) {
            machines.processor().start();
            assertThat(machines.processor().progress().await(desk.head(), LONG)).isTrue();
            assertThat(machines.processor().deadLetters()).singleElement().satisfies(letter ->
                    assertThat(letter.message()).contains("under id reminders/a, under which something else was done"));
        }
    }

    @Test
    void an_event_that_is_asked_for_happened_when_it_was_due() {
        var due = START.plusNanos(1_500_000);
        agenda(Days.ALARMS).at(due, "one", new Rung("2026-03-27", due));
        clock.set(after(60));
        try (var alarms = demand(Days.ALARMS, 10)) {
            look(alarms);
        }
        handle(Days.ALARMS);
        assertThat(happened()).hasSize(1);
        assertThat(happened().getFirst().time()).as("the next full millisecond").isEqualTo(START.plusMillis(2));
        assertThat(happened().getFirst().data()).isEqualTo(new Rung("2026-03-27", due));
    }

    @Test
    void more_than_is_at_hand_all_comes_each_once() {
        var agenda = agenda(Days.REMINDERS);
        for (int i = 9; i > 0; i--) {
            agenda.at(after(i), "w" + i, new Remind("w" + i));
        }
        assertThat(agenda.list(3)).extracting(Agenda.Entry::id).containsExactly("w1", "w2", "w3");
        try (var reminders = demand(Days.REMINDERS, 2)) {
            look(reminders);
            agenda.cancel("w4");
            lookAt(reminders, "2026-03-27T12:01:00Z");
        }
        try (var again = demand(Days.REMINDERS, 2)) {
            look(again);
        }
        handle(Days.REMINDERS);
        assertThat(happened()).extracting(event -> (Object) event.data()).containsExactlyInAnyOrderElementsOf(
                IntStream.rangeClosed(1, 9).filter(i -> i != 4).<Object>mapToObj(i -> new Reminded("w" + i)).toList());
        assertThat(said(Days.REMINDERS)).filteredOn(ScheduleEvent.Reached.class::isInstance).hasSize(8);
    }

    @Test
    void what_fails_waits_as_a_dead_letter_and_holds_up_nothing_else() {
        var agenda = agenda(Days.REMINDERS);
        agenda.at(after(1), "bad", new Remind(""));
        agenda.at(after(2), "good", new Remind("ann"));
        clock.set(after(10));
        try (var reminders = demand(Days.REMINDERS, 10)) {
            look(reminders);
        }
        try (var machines = ScheduleMachines.of(Days.REMINDERS, desk.in(world), desk.commands(), 100)) {
            machines.processor().start();
            assertThat(machines.processor().progress().await(desk.head(), LONG)).isTrue();
            assertThat(machines.processor().deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.key().value()).isEqualTo("bad");
                assertThat(letter.message()).contains("nobody to remind");
            });
        }
        assertThat(happened()).extracting(event -> (Object) event.data()).containsExactly(new Reminded("ann"));
    }

    @Test
    void what_cannot_be_asked_for_is_refused() {
        var agenda = agenda(Days.REMINDERS);
        agenda.at(after(1), "a", new Remind("ann"));
        assertThatThrownBy(() -> agenda.at(after(1), "a", new Remind("bob"))).isInstanceOf(BadRequest.class)
                .hasMessageContaining("under id 'a'");
        assertThatThrownBy(() -> agenda.at(after(2), "a", new Remind("ann"))).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> agenda.at(after(1), "x", new Days.Close("x"))).isInstanceOf(BadRequest.class)
                .hasMessageContaining("asked for a Close").hasMessageContaining("makes a Remind");
        assertThatThrownBy(() -> agenda.at(after(1), "", new Remind("ann"))).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> agenda.at(after(1), "x".repeat(91), new Remind("ann")))
                .isInstanceOf(BadRequest.class);
        agenda.at(after(1), "x".repeat(90), new Remind("ann"));
        assertThatThrownBy(() -> agenda.at(after(1), "b/asked", new Remind("ann"))).isInstanceOf(BadRequest.class)
                .hasMessageContaining("does not end in /asked");
        assertThatThrownBy(() -> agenda(Days.NIGHTLY)).isInstanceOf(BadRequest.class)
                .hasMessageContaining("has times of its own");
    }
}
