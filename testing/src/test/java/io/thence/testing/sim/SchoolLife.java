// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Outcome;
import io.thence.Position;
import io.thence.Refusal;
import io.thence.Send;
import io.thence.event.EventCodec;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.School.Enrol;
import io.thence.testing.sim.School.Leave;
import io.thence.testing.sim.School.No;
import io.thence.testing.sim.School.Open;
import io.thence.testing.sim.School.Ponder;
import io.thence.testing.sim.School.SchoolEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The school with callers who want the same seats at once, and its oracle: a replay of the raw events, apart from the
 * library's folds and views, which is asked whether each answer that somebody got was true at its place in the log.
 */
final class SchoolLife {

    private static final int CALLERS = 6;
    private static final int COMMANDS = 14;
    private static final int SHARED = 8;
    private static final int SEATS = 2;
    private static final List<String> COURSES = List.of("art", "biology", "chess");
    private static final List<String> STUDENTS = List.of("ann", "bob", "cyd", "dan");
    private static final LogSettings TINY = new LogSettings(8 << 10, 1 << 10, 4 << 10, 8, 4, 1 << 10, 64);

    /** Everything that was answered, and how often decisions met changes. */
    private final Told told = new Told();
    private long conflicts;

    /** The simulator of one life, which tells this what callers were told. */
    Simulator simulator() {
        var simulator = Simulator.of(School.APP)
                .on((world, disk) -> new Engine(world, disk, TINY, 1_000))
                .check(this::check);
        for (int i = 0; i < CALLERS; i++) {
            simulator = simulator.caller("caller-" + i, this::work);
        }
        return simulator;
    }

    Told told() {
        return told;
    }

    long conflicts() {
        return conflicts;
    }

    private void work(Caller caller) {
        for (var course : COURSES) {
            send(caller, new Open(course, SEATS), Send.as("open/" + course));
        }
        var random = caller.random();
        for (int i = 0; i < COMMANDS; i++) {
            if (random.nextInt(4) == 0) {
                int n = random.nextInt(SHARED); // others send it too, and sometimes something else under its id
                send(caller, wish(n + (random.nextInt(6) == 0 ? 1 : 0)), Send.as("shared/" + n).remember());
            } else {
                var how = Send.as(caller.name() + "/" + i);
                send(caller, wish(random), random.nextInt(3) == 0 ? how.remember() : how);
            }
            if (random.nextInt(5) == 0) {
                ponder(caller);
            }
            if (random.nextInt(8) == 0) {
                caller.pause(Duration.ofMillis(random.nextInt(50)));
            }
        }
        conflicts = Math.max(conflicts, caller.thence().conflicts());
    }

    private void send(Caller caller, Object command, Send how) {
        told.add(how.id().orElseThrow(), command, caller.send(command, how));
    }

    private static void ponder(Caller caller) {
        var random = caller.random();
        var ponder = new Ponder(COURSES.get(random.nextInt(COURSES.size())),
                STUDENTS.get(random.nextInt(STUDENTS.size())));
        try {
            throw new AssertionError(ponder + " came to " + caller.thence().send(ponder));
        } catch (IllegalStateException broken) {
            assertThat(broken).hasMessageStartingWith("Ponder[");
        }
    }

    private static Object wish(RandomGenerator random) {
        var course = COURSES.get(random.nextInt(COURSES.size()));
        var student = STUDENTS.get(random.nextInt(STUDENTS.size()));
        return random.nextInt(3) == 0 ? new Leave(course, student) : new Enrol(course, student);
    }

    private static Object wish(int n) {
        return new Enrol(COURSES.get(n % COURSES.size()), STUDENTS.get(n % STUDENTS.size()));
    }

    /** What the raw events come to: who sits where. */
    private static final class Truth {
        private final Map<String, Integer> seats = new TreeMap<>();
        private final Map<String, List<String>> students = new TreeMap<>();

        Truth after(SchoolEvent event) {
            var next = new Truth();
            next.seats.putAll(seats);
            students.forEach((course, all) -> next.students.put(course, new ArrayList<>(all)));
            switch (event) {
                case SchoolEvent.Opened e -> assertThat(next.seats.put(e.course(), e.seats())).isNull();
                case SchoolEvent.Enrolled e -> next.of(e.course()).add(e.student());
                case SchoolEvent.Left e -> assertThat(next.of(e.course()).remove(e.student())).isTrue();
            }
            return next;
        }

        List<String> of(String course) {
            return students.computeIfAbsent(course, _ -> new ArrayList<>());
        }

        int seats(String course) {
            return seats.getOrDefault(course, 0);
        }

        long taken(String student) {
            return students.values().stream().filter(all -> all.contains(student)).count();
        }

        void checkLimits() {
            students.forEach((course, all) -> {
                assertThat(all).as(course).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(seats(course));
                all.forEach(student -> assertThat(taken(student)).as(student)
                        .isLessThanOrEqualTo(School.COURSES_MAX));
            });
        }

        boolean bears(No no, Object command) {
            return switch (command) {
                case Open open -> no == No.OPEN_ALREADY && seats(open.course()) > 0;
                case Leave leave -> no == No.NOT_ENROLLED && !of(leave.course()).contains(leave.student());
                case Enrol enrol -> switch (no) {
                    case FULL -> of(enrol.course()).size() >= seats(enrol.course());
                    case BUSY -> taken(enrol.student()) >= School.COURSES_MAX;
                    case ENROLLED_ALREADY -> of(enrol.course()).contains(enrol.student());
                    case OPEN_ALREADY, NOT_ENROLLED -> false;
                };
                default -> false;
            };
        }
    }

    /** One event of the log. */
    private record Stored(String id, SchoolEvent event) {}

    private void check(Thence school) {
        var log = log(school);
        var truths = new ArrayList<Truth>();
        truths.add(new Truth());
        for (var stored : log) {
            truths.add(truths.getLast().after(stored.event()));
            truths.getLast().checkLimits();
        }
        assertThat(log).extracting(Stored::id).doesNotHaveDuplicates();
        told.answers().forEach(answer -> check(answer, log, truths));
        checkViews(school, log, truths.getLast());
    }

    private static List<Stored> log(Thence school) {
        var codec = new EventCodec(School.APP);
        var log = new ArrayList<Stored>();
        try (var events = school.store().read(Query.ALL, new Position(school.store().lineage(), 0),
                Direction.FORWARDS)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                assertThat(event.get().position().number()).isEqualTo(log.size() + 1);
                log.add(new Stored(event.get().id().text(), (SchoolEvent) codec.decode(event.get()).data()));
            }
        }
        return log;
    }

    private static void check(Told.Answer answer, List<Stored> log, List<Truth> truths) {
        int number = (int) answer.outcome().position().number();
        switch (answer.outcome()) {
            case Outcome.Accepted accepted -> {
                assertThat(accepted.events()).isEqualTo(1);
                assertThat(log.get(number - 1)).as("%s", answer)
                        .isEqualTo(new Stored(answer.id().text() + "/0", effect(answer.command())));
            }
            case Outcome.Refused(Refusal.Decided(var reason), _, _) -> assertThat(
                    truths.get(number).bears((No) reason, answer.command()))
                    .as("%s, of %s", answer, truths.get(number).students).isTrue();
            case Outcome.IdReused _ -> assertThat(log).as("%s", answer)
                    .doesNotContain(new Stored(answer.id().text() + "/0", effect(answer.command())));
            case Outcome.Refused other -> throw new AssertionError("refused for no reason of a decider: " + other);
            case Outcome.Conflicted conflicted -> throw new AssertionError("it came to no end: " + conflicted);
        }
    }

    private static SchoolEvent effect(Object command) {
        return switch (command) {
            case Open open -> new SchoolEvent.Opened(open.course(), open.seats());
            case Enrol enrol -> new SchoolEvent.Enrolled(enrol.course(), enrol.student());
            case Leave leave -> new SchoolEvent.Left(leave.course(), leave.student());
            default -> throw new AssertionError(command);
        };
    }

    private static void checkViews(Thence school, List<Stored> log, Truth truth) {
        List<SchoolEvent> diary = school.query(School.DIARY).read(List::copyOf);
        assertThat(diary).as("model in memory")
                .isEqualTo(log.stream().map(Stored::event).toList());
        assertThat(school.query(School.SEATS).list("select course, seats, taken from seats order by course", row ->
                row.text("course") + " " + row.number("taken") + " of " + row.number("seats"))).as("seats")
                .isEqualTo(truth.seats.keySet().stream().map(course ->
                        course + " " + truth.of(course).size() + " of " + truth.seats(course)).toList());
        var times = new TreeMap<String, Integer>();
        for (var stored : log) {
            if (stored.event() instanceof SchoolEvent.Enrolled(var course, var student)) {
                times.merge(course + "/" + student, 1, Integer::sum);
            }
        }
        assertThat(school.query(School.SEATS).list("select id, times from enrolments order by id", row ->
                row.text("id") + " " + row.number("times"))).as("enrolments")
                .isEqualTo(times.entrySet().stream().map(one -> one.getKey() + " " + one.getValue()).toList());
        truth.seats.keySet().forEach(course ->
                assertThat(new HashSet<>(school.read(School.COURSES, course).students()))
                        .isEqualTo(new HashSet<>(truth.of(course))));
    }
}
