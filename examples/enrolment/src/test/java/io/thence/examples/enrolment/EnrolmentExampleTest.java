// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.enrolment;

import io.thence.Outcome;
import io.thence.examples.Sender;
import io.thence.examples.enrolment.SchoolCommand.CloseCourse;
import io.thence.examples.enrolment.SchoolCommand.Enrol;
import io.thence.examples.enrolment.SchoolCommand.Leave;
import io.thence.examples.enrolment.SchoolCommand.OpenCourse;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Enrolment with capacity on both sides. */
class EnrolmentExampleTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final EnrolmentExample example = new EnrolmentExample();

    @Test
    void however_many_ask_at_once_all_is_taken_that_can_be_and_no_more() {
        try (var school = Thence.run(example.application(), Engine.inMemory())) {
            example.feed(new Sender(school, Sender.Watcher.NONE));
            assertThat(example.questions().ask("K1", school)).isEqualTo("150 | 150");
            assertThat(example.questions().ask("K2", school)).isEqualTo("240 | 180");
            assertThat(example.questions().ask("K3", school)).isEqualTo("0 | 0");
            assertThat(example.questions().ask("K4", school)).isEqualTo("13 | 13");
            assertThat(refusal(school, new Enrol("arts-1", "late"))).isEqualTo("COURSE_CLOSED");
            assertThat(counts(school, "course")).hasSize(13)
                    .allSatisfy((_, n) -> assertThat(n).isLessThanOrEqualTo(30));
            assertThat(counts(school, "student")).hasSizeBetween(110, 160)
                    .allSatisfy((_, n) -> assertThat(n).isLessThanOrEqualTo(3));
        }
    }

    /** Enrolments by the values of a key, counted in the log. */
    private static Map<String, Integer> counts(Thence school, String key) {
        var counts = new HashMap<String, Integer>();
        school.store().read(Query.types(Set.of("student.enrolled")), school.store().head(),
                Direction.BACKWARDS).list(10_000).forEach(event -> event.keys().stream()
                        .filter(filed -> filed.key().equals(key))
                        .forEach(filed -> counts.merge(filed.value(), 1, Integer::sum)));
        return counts;
    }

    @Test
    void each_refusal_says_why() {
        try (var school = Thence.run(example.application(), Engine.inMemory())) {
            school.send(new OpenCourse("logic", 1));
            for (var course : new String[] {"art", "music", "law"}) {
                school.send(new OpenCourse(course, 9));
                school.send(new Enrol(course, "ben"));
            }
            assertThat(refusal(school, new Enrol("magic", "anna"))).isEqualTo("NO_COURSE");
            assertThat(refusal(school, new Enrol("art", "ben"))).isEqualTo("TAKEN_ALREADY");
            assertThat(refusal(school, new Enrol("logic", "ben"))).isEqualTo("STUDENT_FULL");
            assertThat(refusal(school, new OpenCourse("art", 2))).isEqualTo("art was opened already");
            assertThat(refusal(school, new Leave("logic", "ben"))).isEqualTo("ben does not take logic");
            assertThat(refusal(school, new CloseCourse("magic"))).isEqualTo("magic is not open");
            school.send(new Enrol("logic", "anna"));
            assertThat(refusal(school, new Enrol("logic", "carl"))).isEqualTo("COURSE_FULL");
            school.send(new Leave("logic", "anna"));
            assertThat(school.send(new Enrol("logic", "carl"))).isInstanceOf(Outcome.Accepted.class);
            school.send(new Leave("law", "ben"));
            assertThat(refusal(school, new Enrol("logic", "ben"))).isEqualTo("COURSE_FULL");
        }
    }

    @Test
    void fed_again_nothing_changes() {
        try (var school = Thence.run(example.application(), Engine.inMemory())) {
            example.feed(new Sender(school, Sender.Watcher.NONE));
            var head = school.store().head();
            example.feed(new Sender(school, Sender.Watcher.NONE));
            assertThat(school.store().head()).isEqualTo(head);
        }
    }

    @Test
    void enrolment_ends_at_its_time_and_not_before() {
        try (var school = Thence.run(example.application(), Engine.inMemory())) {
            school.send(new OpenCourse("logic", 1));
            school.send(new OpenCourse("law", 1));
            var agenda = school.agenda(School.ENDS);
            agenda.at(Instant.now().plus(Duration.ofDays(1)), "logic", new CloseCourse("logic"));
            agenda.at(Instant.now(), "law", new CloseCourse("law"));
            assertThat(school.progress(School.ENDS).await(() -> agenda.of("law").isEmpty(), LONG)).isTrue();
            assertThat(school.await(School.ENDS, school.store().head(), LONG)).isTrue();
            assertThat(refusal(school, new Enrol("law", "anna"))).isEqualTo("COURSE_CLOSED");
            assertThat(school.send(new Enrol("logic", "anna"))).isInstanceOf(Outcome.Accepted.class);
            school.send(new Leave("logic", "anna"));
            assertThat(refusal(school, new OpenCourse("law", 2))).isEqualTo("law was opened already");
        }
    }

    private static String refusal(Thence school, SchoolCommand command) {
        return school.send(command) instanceof Outcome.Refused refused ? refused.refusal().reason() : "none";
    }
}
