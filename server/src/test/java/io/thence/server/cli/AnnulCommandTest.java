// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Application;
import io.thence.Fold;
import io.thence.Projection;
import io.thence.Send;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Counter.Count;
import io.thence.server.Counter.Counted;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Events are annulled in a store that nothing runs. */
@Timeout(60)
class AnnulCommandTest {

    private static final Fold<String, Integer> SUM = Fold.by(Counter.NAME).from(0)
            .on(Counted.class, (sum, counted) -> sum + counted.by());
    private static final Projection SUMS = Projection.sql("sums", 1,
                    "create table sums (name varchar primary key, n int)")
            .on(Counted.class, (tables, counted) -> tables.row("sums", counted.name()).add("n", counted.by()));
    private static final Application APPLICATION =
            Application.named("counter").with(Counter.EVENTS, Counter.COUNTS, SUMS);

    @TempDir
    private Path folder;

    private final CommandLine line = new CommandLine();

    private long sum(Thence counter) {
        long sum = counter.read(SUM, "x");
        assertThat(counter.query(SUMS).upTo(counter.store().head()).<Long>one("select n from sums where name = 'x'",
                row -> row.number("n"))).isEqualTo(sum);
        return sum;
    }

    private int annul(String... args) {
        var all = new String[args.length + 4];
        System.arraycopy(new String[] {"annul", "--data=" + folder, "--by=anna", "--why=counted twice"}, 0, all, 0, 4);
        System.arraycopy(args, 0, all, 4, args.length);
        return line.run(all);
    }

    @Test
    void annuls_and_says_so_and_the_next_start_follows() {
        try (var counter = Thence.run(APPLICATION, Engine.at(folder))) {
            counter.send(new Count("x", 1), Send.as("a"));
            counter.send(new Count("x", 20), Send.as("b"));
            assertThat(sum(counter)).isEqualTo(21);
            assertThat(annul("a/0")).as("it runs").isEqualTo(1);
            assertThat(line.said()).contains("is written to by");
        }
        assertThat(annul("a/0")).isZero();
        assertThat(line.printed()).isEqualTo("Position 3 of the log says that these are annulled: a/0\n");
        try (var counter = Thence.run(APPLICATION, Engine.at(folder))) {
            assertThat(sum(counter)).isEqualTo(20);
        }
        assertThat(annul("b/0", "a/0", "--json")).isZero();
        assertThat(line.printed()).isEqualTo("{\"position\":4,\"annulled\":[\"b/0\"],\"before\":[\"a/0\"]}\n");
        assertThat(annul("b/0", "a/0")).isZero();
        assertThat(line.printed())
                .isEqualTo("Annulled before, and nothing was added for them: a/0, b/0\n");
        assertThat(line.run("verify", "--data=" + folder)).isZero();
        assertThat(line.run("history", "--key=name/x", "--data=" + folder)).isZero();
        assertThat(line.printed()).contains("counter.counted (annulled at 3)", "counter.counted (annulled at 4)");
        assertThat(line.run("history", "--key=name/x", "--json", "--limit=1", "--data=" + folder)).isZero();
        assertThat(line.printed()).contains("\"annulled\":3");
        assertThat(line.run("read", "--data=" + folder, "--type=thence.annulled", "--json")).isZero();
        assertThat(line.printed().lines()).hasSize(2).first().asString().contains("\"by\":\"anna\"",
                "\"why\":\"counted twice\"", "\"id\":\"a/0\"", "\"$annulled/1\"");
    }

    @Test
    void what_cannot_be_annulled_is_said() {
        try (var counter = Thence.run(APPLICATION, Engine.at(folder))) {
            counter.send(new Count("x", 1), Send.as("a"));
        }
        assertThat(annul("a/0", "a/1")).isEqualTo(2);
        assertThat(line.said()).contains("no event is found by the id a/1: check the id");
        assertThat(line.run("annul", "a/0", "--by=anna", "--data=" + folder)).isEqualTo(2);
        assertThat(line.said()).contains("--why");
        assertThat(line.run("annul", "a/0", "--by=anna", "--why=x", "--data=" + folder.resolve("none"))).isEqualTo(2);
        assertThat(line.said()).startsWith("thence: there is no store in ");
    }
}
