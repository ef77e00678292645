// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Alert;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Counter.Count;
import io.thence.server.Counter.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is raised, and what was, is shown from the log. */
@Timeout(60)
class AlertsCommandTest {

    private static final Alert HIGH = Alert.named("high").on(Counted.class).by(Counter.NAME)
            .latest(Counted::by).over(9);

    @TempDir
    private Path folder;

    private final CommandLine line = new CommandLine();

    private List<String> printed(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.add("--data=" + folder);
        assertThat(line.run(all.toArray(String[]::new))).isZero();
        return line.printed().lines().toList();
    }

    private void live() {
        try (var counter = Thence.run(Counter.APPLICATION.with(HIGH), Engine.at(folder))) {
            counter.send(new Count("x", 10));
            counter.send(new Count("y", 20));
            counter.send(new Count("x", 1));
            assertThat(counter.await(HIGH, counter.store().head(), Duration.ofSeconds(30))).isTrue();
            assertThat(printed("alerts")).as("beside the application").hasSize(2);
        }
    }

    @Test
    void shows_what_is_raised_and_what_has_happened() {
        live();
        assertThat(printed("alerts")).hasSize(2).last().asString()
                .matches("high +y +WARNING +RAISED +\\S+ +\\S+ +20\\.0 +latest over 9\\.0");
        assertThat(printed("alerts", "high", "--history")).hasSize(4).element(1).asString()
                .matches("high +x +WARNING +OVER +\\S+ +\\S+ +1\\.0 +latest over 9\\.0");
        assertThat(printed("alerts", "--history", "--limit=1")).hasSize(2);
        assertThat(line.said()).contains("there may be more: --limit");
        assertThat(printed("alerts", "--json")).singleElement().asString()
                .startsWith("{\"alert\":\"high\",\"key\":\"y\",\"severity\":\"WARNING\",\"status\":\"RAISED\",\"at\":")
                .endsWith("\"value\":20.0,\"rule\":\"latest over 9.0\"}");
    }

    @Test
    void ends_what_nobody_watches_any_more_and_says_who_did() {
        live();
        assertThat(printed("alerts", "end", "high", "--by=carl", "--why=gone"))
                .containsExactly("What 'high' was raised for, 1 in all, is over");
        assertThat(printed("alerts")).isEmpty();
        assertThat(printed("alerts", "--history", "--limit=1")).last().asString()
                .matches("high +y +WARNING +OVER +\\S+ +\\S+ +ended by carl: gone");
        assertThat(line.run("alerts", "end", "high", "--by=carl", "--why=gone", "--data=" + folder)).isNotZero();
        assertThat(line.said()).contains("nothing is raised by an alert 'high'").doesNotContain("Exception");
    }

    @Test
    void is_refused_while_a_process_runs_the_store() {
        try (var counter = Thence.run(Counter.APPLICATION.with(HIGH), Engine.at(folder))) {
            counter.send(new Count("x", 10));
            assertThat(counter.await(HIGH, counter.store().head(), Duration.ofSeconds(30))).isTrue();
            assertThat(line.run("alerts", "end", "high", "--by=carl", "--why=gone", "--data=" + folder)).isNotZero();
            assertThat(line.said()).contains(", or tell the running application (Thence.alerts().end(..))");
            assertThat(counter.alerts().open()).hasSize(1);
        }
    }

    @Test
    void says_that_nothing_is_raised() {
        live();
        assertThat(printed("alerts", "low")).isEmpty();
        assertThat(line.said()).contains("nothing is raised of 'low'");
        assertThat(printed("alerts", "low", "--history")).isEmpty();
        assertThat(line.said()).contains("nothing has ever been raised of 'low'");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void a_limit_that_is_none_is_refused_in_a_line(int limit) {
        live();
        for (var more : List.of(List.<String>of(), List.of("--history"))) {
            var args = new ArrayList<>(List.of("alerts", "--limit=" + limit, "--data=" + folder));
            args.addAll(more);
            assertThat(line.run(args.toArray(String[]::new))).isNotZero();
            assertThat(line.said()).contains("--limit is from 1 on, not " + limit).doesNotContain("Exception");
        }
    }
}
