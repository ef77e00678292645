// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.MemoryProjection;
import io.thence.Projection;
import java.util.ArrayList;
import java.util.List;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/**
 * Courses that have few seats, and students who take few of them: what is decided depends on both sides. For
 * simulations, where every second command wants the same seat.
 */
interface School {

    int COURSES_MAX = 2;

    sealed interface SchoolEvent {
        record Opened(String course, int seats) implements SchoolEvent {}

        record Enrolled(String course, String student) implements SchoolEvent {}

        record Left(String course, String student) implements SchoolEvent {}
    }

    record Open(String course, int seats) {}

    record Enrol(String course, String student) {}

    record Leave(String course, String student) {}

    /** It always breaks, having read as much as there is. */
    record Ponder(String course, String student) {}

    enum No { OPEN_ALREADY, FULL, BUSY, ENROLLED_ALREADY, NOT_ENROLLED }

    record Course(int seats, List<String> students) {
        Course with(String student) {
            var more = new ArrayList<>(students);
            more.add(student);
            return new Course(seats, List.copyOf(more));
        }

        Course without(String student) {
            return new Course(seats, students.stream().filter(one -> !one.equals(student)).toList());
        }
    }

    Key<String> COURSE = Key.of("course");
    Key<String> STUDENT = Key.of("student");

    Events<SchoolEvent> EVENTS = Events.of(SchoolEvent.class)
            .type("course.opened", SchoolEvent.Opened.class, COURSE.of(SchoolEvent.Opened::course))
            .type("student.enrolled", SchoolEvent.Enrolled.class, COURSE.of(SchoolEvent.Enrolled::course),
                    STUDENT.of(SchoolEvent.Enrolled::student))
            .type("student.left", SchoolEvent.Left.class, COURSE.of(SchoolEvent.Left::course),
                    STUDENT.of(SchoolEvent.Left::student));

    Fold<String, Course> COURSES = Fold.by(COURSE).from(new Course(0, List.of()))
            .on(SchoolEvent.Opened.class, (course, e) -> new Course(e.seats(), course.students()))
            .on(SchoolEvent.Enrolled.class, (course, e) -> course.with(e.student()))
            .on(SchoolEvent.Left.class, (course, e) -> course.without(e.student()));

    Fold<String, Integer> TAKEN = Fold.by(STUDENT).from(0)
            .on(SchoolEvent.Enrolled.class, (taken, _) -> taken + 1)
            .on(SchoolEvent.Left.class, (taken, _) -> taken - 1);

    Decider<Open, SchoolEvent> OPENING = Decider.of(Open.class, EVENTS).refusing(No.class)
            .reading(COURSES, Open::course)
            .decide((open, course) -> course.seats() > 0 ? refuse(No.OPEN_ALREADY)
                    : accept(new SchoolEvent.Opened(open.course(), open.seats())));

    Decider<Enrol, SchoolEvent> ENROLLING = Decider.of(Enrol.class, EVENTS).refusing(No.class)
            .reading(COURSES, Enrol::course)
            .reading(TAKEN, Enrol::student)
            .decide((enrol, course, taken) -> {
                if (course.students().contains(enrol.student())) {
                    return refuse(No.ENROLLED_ALREADY);
                }
                if (course.students().size() >= course.seats()) {
                    return refuse(No.FULL);
                }
                return taken >= COURSES_MAX ? refuse(No.BUSY)
                        : accept(new SchoolEvent.Enrolled(enrol.course(), enrol.student()));
            });

    Decider<Leave, SchoolEvent> LEAVING = Decider.of(Leave.class, EVENTS).refusing(No.class)
            .reading(COURSES, Leave::course)
            .decide((leave, course) -> course.students().contains(leave.student())
                    ? accept(new SchoolEvent.Left(leave.course(), leave.student())) : refuse(No.NOT_ENROLLED));

    Decider<Ponder, SchoolEvent> PONDERING = Decider.of(Ponder.class, EVENTS)
            .reading(COURSES, Ponder::course)
            .reading(TAKEN, Ponder::student)
            .decide((ponder, course, taken) -> {
                throw new IllegalStateException(ponder + " on " + course + " and " + taken);
            });

    Projection SEATS = Projection.sql("seats", 1,
                    "create table seats (course varchar primary key, seats bigint, taken bigint)",
                    "create table enrolments (id varchar primary key, times bigint)")
            .on(SchoolEvent.Opened.class, (db, e) ->
                    db.row("seats", e.course()).set("seats", e.seats()).add("taken", 0))
            .on(SchoolEvent.Enrolled.class, (db, e) -> {
                db.row("seats", e.course()).add("taken", 1);
                db.row("enrolments", e.course() + "/" + e.student()).add("times", 1);
            })
            .on(SchoolEvent.Left.class, (db, e) -> db.row("seats", e.course()).add("taken", -1));

    MemoryProjection<ArrayList<SchoolEvent>> DIARY = Projection.inMemory("diary", ArrayList<SchoolEvent>::new)
            .on(SchoolEvent.class, ArrayList::add);

    Application APP = Application.named("school").with(EVENTS, OPENING, ENROLLING, LEAVING, PONDERING, SEATS, DIARY);
}
