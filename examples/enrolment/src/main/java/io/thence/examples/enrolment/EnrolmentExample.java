// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.enrolment;

import io.thence.Application;
import io.thence.examples.Example;
import io.thence.examples.ExampleOptions;
import io.thence.examples.Questions;
import io.thence.examples.Sender;
import io.thence.examples.enrolment.Course.Phase;
import io.thence.examples.enrolment.SchoolCommand.CloseCourse;
import io.thence.run.Thence;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.tables;

/**
 * {@code thence example enrolment}. Everybody asks for everything: so at the end, whoever could take more finds all
 * other courses full. From that it follows how much is taken. All seats of the arts: with one left, at least 71
 * students would have filled their three courses from the 120 seats of the others. All that students of science may
 * take: if one could take more, at least six courses would be full, of 180 seats, by 59 others who may take 177.
 */
@Command(
        name = "enrolment",
        mixinStandardHelpOptions = true,
        description = "A school on the first day of term: courses with few seats, students with few hours, at once.",
        footer = {
            "",
            "Examples:",
            "  thence example enrolment --json",
            "  thence example enrolment --data .thence/school && thence read --data .thence/school --key course/arts-1"
        })
public final class EnrolmentExample implements Example, Subcommand {

    /** Long over, so that enrolment ends at once when the office asks for it. */
    private static final Instant END = Instant.parse("2025-09-08T12:00:00Z");

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Mixin
    private ExampleOptions options = new ExampleOptions();

    @Override
    public int run(Terminal terminal) throws IOException {
        return options.run(this, terminal);
    }

    @Override
    public Application application() {
        return School.APPLICATION;
    }

    @Override
    public List<String> files() {
        return List.of();
    }

    @Override
    public void feed(Sender sender) {
        for (var rush : Rush.values()) {
            rush.into(sender);
        }
        end(sender.thence());
    }

    private static void end(Thence school) {
        var agenda = school.agenda(School.ENDS);
        courses().forEach(course -> agenda.at(END, course, new CloseCourse(course)));
        school.progress(School.ENDS).await(() -> agenda.list(1).isEmpty(), LIMIT);
        school.await(School.ENDS, school.store().head(), LIMIT);
    }

    private static Stream<String> courses() {
        return Stream.of(Rush.values()).flatMap(rush -> rush.all().stream());
    }

    @Override
    public Questions questions() {
        return Questions.NONE
                .with("K1", "arts: seats | taken", school -> taken(school, Rush.ARTS))
                .with("K2", "science: seats | taken", school -> taken(school, Rush.SCIENCE))
                .with("K3", "courses with more students than seats | students with more courses than they take",
                        EnrolmentExample::broken)
                .with("K4", "courses | of these closed, since enrolment has ended", EnrolmentExample::closed);
    }

    /** K1, K2: seats of a faculty, and how many are taken. */
    private static String taken(Thence school, Rush rush) {
        return tables(school, School.CLASSES).one("""
                select (select sum(seats) from courses where course like ?) as seats, sum(taken) as taken
                from classes where course like ?
                """, r -> row(r.number("seats"), r.number("taken")), rush.faculty() + "-%", rush.faculty() + "-%");
    }

    /** K4: courses, and how many of them nobody can enrol in any more. */
    private static String closed(Thence school) {
        return row(courses().count(), courses().filter(course -> school.read(School.COURSES, course).is(Phase.CLOSED))
                .count());
    }

    /** K3: courses with more students than seats, and students with more courses than they may take. */
    private static String broken(Thence school) {
        return tables(school, School.CLASSES).one("""
                select (select count(*) from courses c where seats <
                    (select sum(taken) from classes where classes.course = c.course)) as courses,
                  (select count(*) from
                    (select student from classes group by student having sum(taken) > ?)) as students
                """, r -> row(r.number("courses"), r.number("students")), School.COURSES_MAX);
    }
}
