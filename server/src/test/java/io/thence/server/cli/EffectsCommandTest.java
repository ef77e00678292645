// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Application;
import io.thence.Effect;
import io.thence.Policy;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Counter.Count;
import io.thence.server.Counter.Counted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls of which nobody knows whether they have happened are listed, and what was found out is said at rest. */
@Timeout(60)
class EffectsCommandTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** What the bell answers. */
    record Rung(int times) {}

    @TempDir
    private Path folder;

    private final CommandLine line = new CommandLine();
    private final ConcurrentLinkedQueue<String> called = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Rung> told = new ConcurrentLinkedQueue<>();
    private boolean isBroken = true;

    private final Effect<Counted, Rung> ring = Effect.of("ring", Counted.class, Rung.class)
            .calling((key, counted) -> {
                called.add(key);
                if (isBroken) {
                    throw new IOException("nobody heard it");
                }
                return new Rung(counted.by());
            }).parking();
    private final Reaction bell = Reaction.named("bell").calling(ring).policy(Policy.DEFAULT.attempts(1))
            .on(Counted.class, (counted, out) -> told.add(out.call(ring, counted)));

    private Thence run() {
        return Thence.run(Application.named("counter").with(Counter.EVENTS, Counter.COUNTS, bell),
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

    private void write() {
        try (var counter = run()) {
            counter.send(new Count("x", 1), Send.as("a"));
            counter.await(bell, counter.store().head(), LONG);
            counter.send(new Count("y", 2), Send.as("b"));
            counter.await(bell, counter.store().head(), LONG);
            assertThat(printed("effects")).as("beside the application, which may not have said yet that the last is"
                    + " flushed").hasSizeBetween(2, 3);
        }
    }

    private void goOn() {
        try (var counter = run()) {
            assertThat(counter.deadLetters(bell).await(LONG)).isTrue();
        }
    }

    @Test
    void lists_what_somebody_has_to_find_out() {
        write();
        var keys = List.copyOf(called);
        assertThat(printed("effects")).hasSize(3).element(1).asString()
                .matches("bell +ring +" + keys.getFirst() + " +1 +a/0 +counter\\.counted +name/x +\\S+");
        assertThat(printed("effects", "--json", "--limit=1")).singleElement().asString()
                .startsWith("{\"consumer\":\"bell\",\"effect\":\"ring\",\"key\":\"" + keys.getFirst()
                        + "\",\"attempt\":1,\"event\":\"a/0\",\"type\":\"counter.counted\",\"waits\":\"name/x\","
                        + "\"position\":1,\"since\":");
        assertThat(line.said()).contains("there may be more: --limit");
        assertThat(thence("effects", "--consumer=other")).isEqualTo(2);
        assertThat(line.said()).contains("no consumer 'other' has ever run on this log; there are: bell;");
    }

    @Test
    void says_what_was_found_out() {
        write();
        var keys = List.copyOf(called);
        isBroken = false;
        assertThat(printed("effects", "happened", "bell", keys.getFirst(), "--answer={\"times\":7}", "--by=anna",
                "--why=asked the neighbours")).containsExactly("'bell' is told at its next start that "
                        + keys.getFirst() + " has happened");
        assertThat(printed("effects")).hasSize(2);
        goOn();
        assertThat(told).containsExactly(new Rung(7));
        assertThat(printed("effects", "not-happened", "bell", keys.getLast(), "--by=anna", "--why=all was quiet"))
                .containsExactly("'bell' calls " + keys.getLast() + " at its next start");
        goOn();
        assertThat(told).containsExactly(new Rung(7), new Rung(2));
        assertThat(called).as("the first was not called again").hasSize(3).endsWith(keys.getLast());
        assertThat(printed("effects")).isEmpty();
        assertThat(line.said()).contains("no effect is open");
        assertThat(printed("read", "--type=thence.effect-happened", "--json").getFirst())
                .contains("\"by\":\"anna\"", "\"why\":\"asked the neighbours\"");
    }

    @Test
    void what_the_application_cannot_read_is_a_dead_letter_again() {
        write();
        printed("effects", "happened", "bell", called.peek(), "--answer=\"often\"", "--by=anna", "--why=x");
        goOn();
        assertThat(told).isEmpty();
        assertThat(printed("dead-letters").get(1)).contains("name/x", "Undecodable", "what effect 'ring' has answered");
        assertThat(printed("effects")).hasSize(2);
    }

    @Test
    void says_what_is_wrong() {
        write();
        var key = called.peek();
        assertThat(thence("effects", "--limit=0")).isEqualTo(2);
        assertThat(line.said()).contains("--limit is from 1 on, not 0");
        assertThat(thence("effects", "--consumer=bel")).isEqualTo(2);
        assertThat(line.said()).contains("no consumer 'bel' has ever run on this log; there are: bell");
        assertThat(thence("effects", "not-happened", "bel", key, "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("no consumer 'bel' has ever run on this log; there are: bell");
        assertThat(thence("effects", "not-happened", "bell", "k", "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("no effect of reaction 'bell' is open under key k: list those that are");
        assertThat(thence("effects", "happened", "bell", key, "--by=anna", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("--answer");
        for (var answer : List.of("{", "null", "", "{} {}", "[" + "1,".repeat(40_000) + "1]")) {
            assertThat(thence("effects", "happened", "bell", key, "--answer=" + answer, "--by=anna", "--why=x"))
                    .as(answer).isEqualTo(2);
            assertThat(line.said()).contains("the answer of effect 'ring' is");
        }
        assertThat(thence("effects", "not-happened", "bell", key, "--by=", "--why=x")).isEqualTo(2);
        assertThat(line.said()).contains("who says so");
        try (var counter = run()) {
            assertThat(thence("effects", "not-happened", "bell", key, "--by=anna", "--why=x")).isEqualTo(1);
            assertThat(line.said()).contains(", or tell the running application (Thence.effects(..))");
            assertThat(counter.effects(bell).open()).hasSize(2);
        }
    }
}
