// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.enrolment;

import io.thence.examples.Sender;
import io.thence.examples.Sent;
import io.thence.examples.enrolment.SchoolCommand.Enrol;
import io.thence.examples.enrolment.SchoolCommand.OpenCourse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The first minute of a term: all students of a faculty ask for all of its courses, at the same time. Who gets what is
 * chance, but not how much is taken: see {@link EnrolmentExample}.
 */
enum Rush {
    /** 150 seats for students who would take 300. */
    ARTS(5, 30, 100),
    /** 240 seats for students who may take 180. */
    SCIENCE(8, 30, 60);

    private static final Instant TERM = Instant.parse("2026-09-01T08:00:00Z");

    private final int courses;
    private final int seats;
    private final int students;

    Rush(int courses, int seats, int students) {
        this.courses = courses;
        this.seats = seats;
        this.students = students;
    }

    String faculty() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is about. */
    List<String> all() {
        return IntStream.rangeClosed(1, courses).mapToObj(this::course).toList();
    }

    private String course(int number) {
        return faculty() + "-" + number;
    }

    void into(Sender sender) {
        sender.expect(courses + (long) students * courses);
        var opening = new ArrayList<Sent>();
        all().forEach(course -> opening.add(sent(course, course, new OpenCourse(course, seats))));
        sender.record(opening);
        sender.send(asking());
    }

    private List<Sent> asking() {
        var asking = new ArrayList<Sent>();
        for (int s = 1; s <= students; s++) {
            var student = faculty() + "-student-" + s;
            for (int i = 0; i < courses; i++) {
                var course = course(1 + (s + i) % courses); // not all the same one first
                asking.add(sent(student + "/" + course, student, new Enrol(course, student)));
            }
        }
        return asking;
    }

    private static Sent sent(String id, String lane, SchoolCommand command) {
        return new Sent(id, lane, TERM, command);
    }
}
