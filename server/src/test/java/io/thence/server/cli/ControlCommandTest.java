// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Alert;
import io.thence.Application;
import io.thence.Policy;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Counter.Count;
import io.thence.server.Counter.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Consumers are listed with how they stand, and are told something in a store that nothing runs. */
@Timeout(60)
class ControlCommandTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final CommandLine line = new CommandLine();
    private final ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();

    private final Reaction caller = Reaction.named("caller").policy(Policy.DEFAULT.attempts(1))
            .on(Counted.class, (counted, _) -> {
                if (counted.by() < 0) {
                    throw new IllegalStateException("below zero");
                }
                handled.add(counted.name() + counted.by());
            });
    private final Alert high = Alert.named("high").on(Counted.class).by(Counter.NAME).latest(Counted::by).over(9);
    private final Reaction other = Reaction.named("other").on(Counted.class, (_, _) -> {});

    private Thence run() {
        return Thence.run(Application.named("counter").with(Counter.EVENTS, Counter.COUNTS, caller, high, other),
                Engine.at(folder));
    }

    private int thence(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.add("--data=" + folder);
        return line.run(all.toArray(String[]::new));
    }

    private List<String> printed(String... args) {
        assertThat(thence(args)).as(line.said()).isZero();
        return line.printed().lines().toList();
    }

    /** Positions 1 to 4, as others are the dead letter's and so on. */
    private void write() {
        try (var counter = run()) {
            counter.send(new Count("x", 1), Send.as("a"));
            counter.send(new Count("y", 1), Send.as("b"));
            counter.send(new Count("x", 2), Send.as("c"));
            counter.send(new Count("z", -1), Send.as("d"));
            counter.await(caller, counter.store().head(), LONG);
            counter.await(other, counter.store().head(), LONG);
        }
        handled.clear();
    }

    private List<String> handledAtNextStart() {
        try (var counter = run()) {
            assertThat(counter.control(caller).await(LONG)).isTrue();
        }
        var all = List.copyOf(handled);
        handled.clear();
        return all;
    }

    @Test
    void lists_how_consumers_stand() {
        write();
        assertThat(printed("control")).hasSize(4).element(1).asString().matches("caller +[4-9] +[0-9] +\\d+ +0 +1");
        assertThat(line.printed().lines().skip(2)).as("the watch of an alert is no part of its own")
                .allMatch(row -> row.matches("(high|other) +[0-9] +[0-9]+ +\\d* +0 +0"));
        assertThat(printed("control", "pause", "caller", "--by=anna", "--why=it moves"))
                .containsExactly("'caller' handles nothing until it is resumed");
        printed("control", "reset", "caller", "--after=2", "--by=bea", "--why=again");
        printed("dead-letters", "retry", "caller", "name/z", "--by=bea", "--why=again");
        var rows = printed("control", "--consumer=caller");
        assertThat(rows).hasSize(4);
        assertThat(rows.get(1)).matches("caller +[4-9] +[0-9] +\\d+ +0 +0 +to pause +anna +it moves");
        assertThat(rows.get(2)).matches("caller +[4-9] +[0-9] +\\d+ +0 +0 +to go on after 2 +bea +again");
        assertThat(rows.get(3)).matches("caller +[4-9] +[0-9] +\\d+ +0 +0 +to handle name/z again +bea +again");
        try (var counter = run()) {
            assertThat(counter.control(caller).status().pausedBy()).isEqualTo("anna");
            assertThat(printed("control", "--consumer=caller", "--json")).as("beside the application").singleElement()
                    .asString().matches("\\{\"consumer\":\"caller\",\"upTo\":\\d+,\"toHead\":\\d+,\"open\":0,"
                            + "\"deadLetters\":0,\"secondsSince\":\\d+,"
                            + "\"paused\":\\{\"by\":\"anna\",\"why\":\"it moves\"},"
                            + "\"reset\":\\{\"after\":2,\"by\":\"bea\",\"why\":\"again\"},"
                            + "\"again\":\\[\\{\"key\":\"name/z\",\"by\":\"bea\",\"why\":\"again\"}]}");
        }
        assertThat(handled).isEmpty();
        assertThat(thence("control", "--consumer=none")).isEqualTo(2);
        assertThat(line.said()).contains(
                "no consumer 'none' has ever run on this log; there are: caller, high, other;");
    }

    @Test
    void pauses_and_resumes() {
        write();
        printed("control", "reset", "caller", "--beginning", "--by=anna", "--why=lost");
        printed("control", "pause", "caller", "--by=anna", "--why=it moves");
        try (var counter = run()) {
            assertThat(counter.control(caller).await(LONG)).as("it knows that it is paused").isTrue();
        }
        assertThat(handled).isEmpty();
        assertThat(printed("control", "resume", "caller", "--by=anna", "--why=it has moved"))
                .containsExactly("'caller' goes on at its next start");
        assertThat(handledAtNextStart()).containsExactlyInAnyOrder("x1", "y1", "x2");
    }

    @Test
    void has_events_handled_again_and_passed_over() {
        write();
        assertThat(printed("control", "reset", "caller", "--after=2", "--by=anna", "--why=lost"))
                .containsExactly("'caller' goes on there at its next start");
        assertThat(handledAtNextStart()).containsExactly("x2");
        printed("control", "reset", "caller", "--at=1970-01-01T00:00:00Z", "--by=anna", "--why=lost");
        assertThat(handledAtNextStart()).containsExactlyInAnyOrder("x1", "y1", "x2");
        printed("control", "reset", "caller", "--after=1", "--until=2", "--by=anna", "--why=lost");
        assertThat(printed("control", "--consumer=caller").get(1))
                .contains("to handle what lies after 1 up to 2 again");
        assertThat(printed("control", "--consumer=caller", "--json").getFirst())
                .contains("\"reset\":{\"after\":1,\"by\":\"anna\",\"why\":\"lost\",\"until\":2}");
        assertThat(handledAtNextStart()).containsExactly("y1");
        printed("control", "replay", "caller", "name/x", "--beginning", "--until=2", "--by=anna", "--why=lost");
        assertThat(handledAtNextStart()).containsExactly("x1");
        printed("control", "reset", "caller", "--end", "--by=anna", "--why=nobody reads these");
        assertThat(handledAtNextStart()).isEmpty();
        assertThat(printed("control", "replay", "caller", "name/x", "--beginning", "--by=anna", "--why=lost"))
                .containsExactly("'caller' handles the events of name/x again at its next start");
        assertThat(handledAtNextStart()).containsExactly("x1", "x2");
        printed("control", "replay", "caller", "name/x", "--after=1", "--by=anna", "--why=lost");
        printed("control", "replay", "caller", "name/y", "--after=1", "--by=anna", "--why=lost");
        assertThat(printed("control", "--consumer=caller")).hasSize(2).last().asString()
                .matches("caller .* to handle name/x and 1 more keys again +anna +lost");
        assertThat(handledAtNextStart()).containsExactlyInAnyOrder("x2", "y1");
        assertThat(printed("read", "--type=thence.consumer-reset", "--json").getFirst())
                .contains("\"by\":\"anna\"", "\"why\":\"lost\"");
    }

    @Test
    void says_what_is_wrong() {
        write();
        assertThat(thence("control", "pause", "none", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("no consumer 'none' has ever run on this log; there are: caller, high, other");
        assertThat(line.said()).contains("where a new reaction or saga begins its code says, by startingAt(..)");
        assertThat(thence("control", "pause", "high/watch", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(thence("control", "resume", "caller", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("consumer 'caller' is not paused");
        assertThat(thence("control", "pause", "caller", "--by=anna")).isEqualTo(2);
        assertThat(line.said()).contains("--why");
        assertThat(thence("control", "reset", "caller", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("--beginning");
        assertThat(thence("control", "reset", "caller", "--end", "--after=1", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(thence("control", "reset", "caller", "--at=monday", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("'monday' is no time: write it as in 2026-03-01T08:30:00Z");
        assertThat(thence("control", "reset", "caller", "--after=1000", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("position 1000 is beyond the head");
        assertThat(thence("control", "reset", "caller", "--after=-1", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("--after is the number of a position, or 0 for before the first: not -1");
        assertThat(thence("control", "reset", "caller", "--after=2", "--until=2", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("nothing lies after position 2 and up to position 2");
        assertThat(thence("control", "replay", "caller", "name/none", "--end", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("nothing is filed under name/none: check how it is spelled");
        assertThat(thence("control", "replay", "caller", "name/z", "--beginning", "--by=anna", "--why=x"))
                .isEqualTo(2);
        assertThat(line.said()).contains("name/z waits in 'caller'");
        try (var counter = run()) {
            assertThat(thence("control", "pause", "caller", "--by=anna", "--why=x")).isEqualTo(1);
            assertThat(line.said()).contains("is written to by",
                    ", or tell the running application (Thence.control(..))").doesNotContain("another directory");
            assertThat(counter.control(caller).status().isPaused()).isFalse();
        }
    }
}
