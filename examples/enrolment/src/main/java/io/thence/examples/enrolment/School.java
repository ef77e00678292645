// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.enrolment;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Projection;
import io.thence.Schedule;
import io.thence.examples.enrolment.Course.Phase;
import io.thence.examples.enrolment.SchoolCommand.CloseCourse;
import io.thence.examples.enrolment.SchoolCommand.Enrol;
import io.thence.examples.enrolment.SchoolCommand.Leave;
import io.thence.examples.enrolment.SchoolCommand.OpenCourse;
import io.thence.examples.enrolment.SchoolEvent.CourseClosed;
import io.thence.examples.enrolment.SchoolEvent.CourseOpened;
import io.thence.examples.enrolment.SchoolEvent.Enrolled;
import io.thence.examples.enrolment.SchoolEvent.Left;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/**
 * A school: a course has so many seats, a student takes so many courses. Neither a course nor a student can see to both
 * alone: a decision is made over one of each, and over nothing else.
 */
public interface School {

    /** The most courses that a student takes. */
    int COURSES_MAX = 3;

    // What events are filed under: an enrolment under its course and its student.
    Key<String> COURSE = Key.of("course");
    Key<String> STUDENT = Key.of("student");

    Events<SchoolEvent> EVENTS = Events.of(SchoolEvent.class)
            .type("course.opened", CourseOpened.class, COURSE.of(CourseOpened::course))
            .type("course.closed", CourseClosed.class, COURSE.of(CourseClosed::course))
            .type("student.enrolled", Enrolled.class, COURSE.of(Enrolled::course), STUDENT.of(Enrolled::student))
            .type("student.left", Left.class, COURSE.of(Left::course), STUDENT.of(Left::student));

    // What decisions need to know: of a course how many seats are free, of a student which courses it takes.
    Fold<String, Course> COURSES = Fold.by(COURSE).from(Course.NONE)
            .on(CourseOpened.class, (_, e) -> new Course(Phase.OPEN, e.seats()))
            .on(CourseClosed.class, (course, _) -> course.closed())
            .on(Enrolled.class, (course, _) -> course.free(-1))
            .on(Left.class, (course, _) -> course.free(1));

    Fold<String, Student> STUDENTS = Fold.by(STUDENT).from(Student.NEW)
            .on(Enrolled.class, (student, e) -> student.with(e.course()))
            .on(Left.class, (student, e) -> student.without(e.course()));

    Decider<OpenCourse, SchoolEvent> OPENING = Decider.of(OpenCourse.class, EVENTS)
            .reading(COURSES, OpenCourse::course)
            .decide((c, course) -> course.is(Phase.NONE)
                    ? accept(new CourseOpened(c.course(), c.seats())) : refuse(c.course() + " was opened already"));

    Decider<CloseCourse, SchoolEvent> CLOSING = Decider.of(CloseCourse.class, EVENTS)
            .reading(COURSES, CloseCourse::course)
            .decide((c, course) -> course.is(Phase.OPEN)
                    ? accept(new CourseClosed(c.course())) : refuse(c.course() + " is not open"));

    // Enrolment ends when it is time, whether the office is there or not.
    Schedule ENDS = Schedule.named("enrolment-ends").sending(CloseCourse.class);

    // The boundary: if the course or the student has changed before the event is appended, it is decided again.
    Decider<Enrol, SchoolEvent> ENROLMENT = Decider.of(Enrol.class, EVENTS)
            .refusing(NotEnrolled.class)
            .reading(COURSES, Enrol::course)
            .reading(STUDENTS, Enrol::student)
            .decide((c, course, student) -> {
                if (!course.is(Phase.OPEN)) {
                    return refuse(course.is(Phase.NONE) ? NotEnrolled.NO_COURSE : NotEnrolled.COURSE_CLOSED);
                }
                if (student.takes(c.course())) {
                    return refuse(NotEnrolled.TAKEN_ALREADY);
                }
                if (course.seatsFree() == 0) {
                    return refuse(NotEnrolled.COURSE_FULL);
                }
                return student.courses().size() == COURSES_MAX
                        ? refuse(NotEnrolled.STUDENT_FULL) : accept(new Enrolled(c.course(), c.student()));
            });

    // Whoever leaves frees a seat, however full the course is: its course need not be read.
    Decider<Leave, SchoolEvent> LEAVING = Decider.of(Leave.class, EVENTS)
            .reading(STUDENTS, Leave::student)
            .decide((c, student) -> student.takes(c.course())
                    ? accept(new Left(c.course(), c.student()))
                    : refuse(c.student() + " does not take " + c.course()));

    // Who takes what.
    Projection CLASSES = Projection.sql("classes", 1,
                    "create table courses (course varchar primary key, seats bigint)",
                    "create table classes (course varchar, student varchar, taken bigint,"
                            + " primary key (course, student))")
            .on(CourseOpened.class, (tables, e) -> tables.row("courses", e.course()).set("seats", e.seats()))
            .on(Enrolled.class, (tables, e) -> tables.row("classes", e.course(), e.student()).add("taken", 1))
            .on(Left.class, (tables, e) -> tables.row("classes", e.course(), e.student()).add("taken", -1));

    Application APPLICATION = Application.named("enrolment")
            .with(EVENTS, OPENING, CLOSING, ENDS, ENROLMENT, LEAVING, CLASSES);
}
