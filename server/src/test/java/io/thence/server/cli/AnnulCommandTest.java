// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Application;
import io.thence.Fold;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Projection;
import io.thence.Send;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Counter.Count;
import io.thence.server.Counter.Counted;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

    /** Two that are counted by a command, the first annulled at 3, and one of no command, annulled at 5. */
    private void writeAnnulled() {
        try (var counter = Thence.run(APPLICATION, Engine.at(folder))) {
            counter.send(new Count("x", 1), Send.as("a"));
            counter.send(new Count("x", 20), Send.as("b"));
        }
        assertThat(annul("a/0")).isZero();
        try (var counter = Thence.run(APPLICATION, Engine.at(folder))) {
            var event = NewEvent.of("counter.counted", 1, List.of(new KeyValue("name", "x")),
                    "{\"name\":\"x\",\"by\":300}".getBytes(StandardCharsets.UTF_8));
            counter.store().append(Append.of(List.of(event), Origin.of("test")));
            assertThat(sum(counter)).isEqualTo(320);
        }
        assertThat(annul("--position=4")).as(line.said()).isZero();
    }

    private List<String> run(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.add("--data=" + folder);
        assertThat(line.run(all.toArray(String[]::new))).as(line.said()).isZero();
        return line.printed().lines().toList();
    }

    @Test
    void an_event_without_an_id_of_its_own_is_annulled_by_its_position() {
        writeAnnulled();
        try (var counter = Thence.run(APPLICATION, Engine.at(folder))) {
            assertThat(sum(counter)).isEqualTo(20);
        }
        assertThat(annul("--position=9")).isEqualTo(2);
        assertThat(line.said()).contains("the log has no event at position 9");
        assertThat(annul()).isEqualTo(2);
        assertThat(line.said()).contains("say which events: by their ids, or by --position N");
        assertThat(annul("b/0", "--position=4", "--position=2", "--json")).isZero();
        assertThat(line.printed()).startsWith("{\"position\":6,\"annulled\":[\"b/0\"],\"before\":[");
    }

    @Test
    void what_does_not_count_is_marked_wherever_it_is_shown() {
        writeAnnulled();
        assertThat(run("read", "--type=counter.counted")).extracting(row -> row.strip().split(" {2,}", -1)[2])
                .containsExactly("counter.counted (annulled at 3)", "counter.counted",
                        "counter.counted (annulled at 5)");
        assertThat(run("read", "--type=counter.counted", "--json")).satisfiesExactly(
                one -> assertThat(one).endsWith("\"data\":{\"name\":\"x\",\"by\":1},\"annulled\":3}"),
                two -> assertThat(two).endsWith("\"data\":{\"name\":\"x\",\"by\":20}}"),
                three -> assertThat(three).endsWith("\"annulled\":5}"));
        assertThat(run("tail", "--after=0", "--limit=1", "--json").getFirst()).endsWith("\"annulled\":3}");
        var file = folder.resolve("events.jsonl");
        run("export", "--to=" + file, "--type=counter.counted");
        assertThat(file).content().containsOnlyOnce("\"annulled\":3}\n").containsOnlyOnce("\"annulled\":5}\n");
        assertThat(run("why", "a/0").getLast()).contains("* counter.counted at position 1 (annulled at 3), ");
        assertThat(run("why", "a/0", "--json").getFirst()).contains("\"annulled\":3}");
        assertThat(run("why", "b/0", "--json").getFirst()).doesNotContain("annulled");
        assertThat(run("stats", "--json").getFirst()).contains("\"events\":5,\"annulled\":2,");
        assertThat(run("stats")).anyMatch(row -> row.matches("annulled +2"));
    }

    /** As a CloudEvent it carries the mark with it: what does not count here would count there. */
    @Test
    void what_does_not_count_is_not_taken_over_by_others() {
        writeAnnulled();
        var file = folder.resolve("events.jsonl");
        run("export", "--to=" + file, "--cloudevents");
        assertThat(file).content().containsOnlyOnce("\"annulled\":\"3\"").containsOnlyOnce("\"annulled\":\"5\"");
        var other = "--data=" + folder.resolve("other");
        assertThat(line.run("import", file.toString(), other, "--format=cloudevents", "--json")).as(line.said())
                .isZero();
        assertThat(line.printed()).contains("\"lines\":5,\"before\":0,\"events\":1").contains("\"leftOut\":4");
        assertThat(line.run("read", other, "--json")).isZero();
        assertThat(line.printed().lines()).hasSize(1).first().asString().contains("\"id\":\"b/0\"");
    }

    @Test
    void data_that_are_no_json_are_shown_as_such_and_the_history_goes_on() {
        try (var counter = Thence.run(APPLICATION, Engine.at(folder))) {
            var events = Stream.of("{\"name\":\"x\",", "{}", "").map(data -> NewEvent.of("counter.other", 1,
                    List.of(new KeyValue("name", "x")), data.getBytes(StandardCharsets.UTF_8))).toList();
            counter.store().append(Append.of(events, Origin.of("test")));
        }
        assertThat(run("history", "--key=name/x")).hasSize(4).element(1).asString()
                .contains("undecodable: what it has is no JSON");
        assertThat(line.printed().lines().skip(2)).first().asString().endsWith("  {}");
        assertThat(line.printed().lines().skip(3)).first().asString().endsWith("  undecodable: it has no data");
        assertThat(run("history", "--key=name/x", "--json")).hasSize(3).first().asString()
                .contains("\"data_base64\":").contains("\"undecodable\":\"what it has is no JSON");
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
