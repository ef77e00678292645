// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

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

/** What waits is listed, and told what becomes of it in a store that nothing runs. */
@Timeout(60)
class DeadLettersCommandTest {

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

    private Thence run() {
        return Thence.run(Application.named("counter").with(Counter.EVENTS, Counter.COUNTS, caller),
                Engine.at(folder));
    }

    private int thence(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.add("--data=" + folder);
        return line.run(all.toArray(String[]::new));
    }

    private void write() {
        try (var counter = run()) {
            for (var name : List.of("x", "y", "z")) {
                counter.send(new Count(name, -1), Send.as(name));
                counter.send(new Count(name, 2));
            }
            counter.await(caller, counter.store().head(), LONG);
        }
    }

    @Test
    void lists_what_waits() {
        write();
        assertThat(thence("dead-letters")).isZero();
        assertThat(line.printed().lines()).hasSize(4);
        assertThat(line.printed().lines().skip(1)).allMatch(row -> row.startsWith("caller    name/")
                && row.endsWith("WAITING  IllegalStateException: below zero"));
        assertThat(thence("dead-letters", "--stack")).isZero();
        assertThat(line.printed()).contains("event x/0 (counter.counted) failed 1 time in 'caller'",
                "    at io.thence.server.cli.DeadLettersCommandTest.")
                .containsPattern("\n    in code [0-9a-f]{12}\n    at ");
        assertThat(thence("dead-letters", "--json", "--consumer=caller")).isZero();
        assertThat(line.printed().lines()).hasSize(3).anyMatch(row -> row.startsWith(
                "{\"consumer\":\"caller\",\"key\":\"name/x\",\"position\":1,\"event\":\"x/0\","
                + "\"type\":\"counter.counted\",\"attempts\":1,\"since\":"))
                .allMatch(row -> row.matches(".*,\"code\":\"[0-9a-f]{12}\"}"));
        assertThat(thence("dead-letters", "--consumer=other")).isEqualTo(2);
        assertThat(line.printed()).isEmpty();
        assertThat(line.said()).contains("no consumer 'other' has ever run on this log; there are: caller;");
    }

    @Test
    void retries_discards_and_edits_at_the_next_start() {
        write();
        assertThat(handled).isEmpty();
        assertThat(thence("dead-letters", "discard", "caller", "name/x", "--by=anna", "--why=never")).isZero();
        assertThat(line.printed()).isEqualTo("The event that failed under name/x is passed over by 'caller'\n");
        assertThat(thence("dead-letters", "retry", "caller", "name/x", "--by=anna", "--why=after all")).isEqualTo(2);
        assertThat(line.said()).contains("was told already what becomes of it: that is done at the next start");
        assertThat(thence("dead-letters", "edit", "caller", "name/y", "--by=anna", "--why=typing error",
                "--event-data={\"name\":\"y\",\"by\":1}")).isZero();
        assertThat(line.printed()).isEqualTo("'caller' handles the JSON in place of the event that failed under name/y"
                + " at its next start\n");
        assertThat(thence("dead-letters", "retry", "caller", "--all", "--by=anna", "--why=why not")).isZero();
        assertThat(line.printed()).isEqualTo("1 of 'caller' are tried again at its next start\n");
        try (var counter = run()) {
            assertThat(counter.deadLetters(caller).await(LONG)).isTrue();
            assertThat(counter.deadLetters(caller).list()).singleElement()
                    .satisfies(letter -> assertThat(letter.key()).hasToString("name/z"));
        }
        assertThat(handled).containsExactlyInAnyOrder("x2", "y1", "y2");
        assertThat(thence("read", "--type=thence.dead-letter-discarded", "--json")).isZero();
        assertThat(line.printed()).contains("\"by\":\"anna\"", "\"why\":\"never\"");
    }

    @Test
    void says_what_is_wrong() {
        write();
        assertThat(thence("dead-letters", "retry", "caller", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("say which: by their keys, or --all");
        assertThat(thence("dead-letters", "retry", "caller", "name/none", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("nothing waits of name/none in 'caller'");
        for (var what : List.of("retry", "discard")) {
            assertThat(thence("dead-letters", what, "caller", "eve", "--by=anna", "--why=x")).as(what).isEqualTo(2);
            assertThat(line.said()).as(what).contains("'eve' is not a key's value: write KEY/VALUE");
            assertThat(thence("dead-letters", what, "leters", "name/x", "--by=anna", "--why=x")).as(what).isEqualTo(2);
            assertThat(line.said()).as(what).contains(
                    "no consumer 'leters' has ever run on this log; there are: caller;");
        }
        assertThat(thence("dead-letters", "edit", "caller", "name/x", "--by=anna", "--why=x", "--event-data=7"))
                .isEqualTo(2);
        assertThat(line.said()).contains("is a JSON object: not 1 and 7");
        assertThat(thence("dead-letters", "discard", "caller", "name/x", "--by=anna")).isEqualTo(2);
        assertThat(line.said()).contains("--why");
        try (var counter = run()) {
            assertThat(thence("dead-letters", "discard", "caller", "name/x", "--by=anna", "--why=x")).isEqualTo(1);
            assertThat(line.said()).contains("is written to by",
                    ", or tell the running application (Thence.deadLetters(..))").doesNotContain("another directory");
            assertThat(counter.deadLetters(caller).list()).hasSize(3);
        }
    }
}
