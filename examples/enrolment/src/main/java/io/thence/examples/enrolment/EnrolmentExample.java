// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.enrolment;

import io.thence.Application;
import io.thence.examples.Example;
import io.thence.examples.ExampleOptions;
import io.thence.examples.Questions;
import io.thence.examples.Sender;
import io.thence.run.Thence;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import java.io.IOException;
import java.util.List;
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
    }

    @Override
    public Questions questions() {
        return Questions.NONE
                .with("K1", "arts: seats | taken", school -> taken(school, Rush.ARTS))
                .with("K2", "science: seats | taken", school -> taken(school, Rush.SCIENCE))
                .with("K3", "courses with more students than seats | students with more courses than they take",
                        EnrolmentExample::broken);
    }

    /** K1, K2: seats of a faculty, and how many are taken. */
    private static String taken(Thence school, Rush rush) {
        return tables(school, School.CLASSES).one("""
                select (select sum(seats) from courses where course like ?) as seats, sum(taken) as taken
                from classes where course like ?
                """, r -> row(r.number("seats"), r.number("taken")), rush.faculty() + "-%", rush.faculty() + "-%");
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
