// SPDX-License-Identifier: Apache-2.0
package io.thence.build;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.Next;
import io.thence.Saga;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** What a build forks to run histories through new code, called in this JVM. */
class HistoryProcessTest {

    record Rung(String bell, int times) {}

    record Ring(String bell, int times) {}

    private static final String HERE = HistoryProcessTest.class.getName();
    private static final Key<String> BELL = Key.of("bell");
    private static final Events<Rung> EVENTS = Events.of(Rung.class)
            .type("bell.rung", Rung.class, BELL.of(Rung::bell));
    private static final Decider<Ring, Rung> RINGING = Decider.of(Ring.class, EVENTS)
            .decide(c -> accept(new Rung(c.bell(), c.times())));
    private static final Ask<Integer, Ring> AGAIN = Ask.of("again", Ring.class);

    static final Application NONE = Application.named("bells").with(EVENTS, RINGING);
    static final Application ONCE = bells(1);
    static final Application TWICE = bells(2);
    static final Application RENAMED = NONE.with(Saga.named("other").by(BELL).from(0)
            .startsOn(Rung.class, (n, _) -> Next.state(n).done()));

    /** Has an application that nobody can name. */
    static final class Held {
        final Application application = ONCE;
    }

    /** Has one that is not made. */
    static final class Broken {
        static final Application APPLICATION = broken();

        private static Application broken() {
            throw new IllegalStateException("no bell", new IllegalArgumentException("too heavy"));
        }
    }

    @TempDir
    private Path data;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static Application bells(int times) {
        return NONE.with(Saga.named("quiet").by(BELL).from(0).startsOn(Rung.class, (n, _) -> Next.state(n).done()),
                saga(times));
    }

    private static Saga<String, Integer> saga(int times) {
        return Saga.named("echo").by(BELL).from(0).mayRepeat("it ends with the next one")
                .startsOn(Rung.class, (n, e) -> Next.state(n).ask(AGAIN, new Ring(e.bell(), times)))
                .on(AGAIN, Rung.class, (n, e) -> Next.state(n + e.times()).done())
                .onRefused(AGAIN, (n, _) -> Next.state(n).done());
    }

    @BeforeEach
    void live() {
        try (var bells = Thence.run(ONCE, Engine.at(data))) {
            bells.send(new Ring("b", 5));
            assertThat(bells.application().sagas()).allSatisfy(saga ->
                    assertThat(bells.progress(saga).await(() -> bells.saga(saga).unfinished(1).isEmpty()
                            && bells.store().head().number() >= 5, Duration.ofSeconds(30))).isTrue());
            var head = bells.store().head();
            assertThat(bells.application().sagas()).as("that nothing is to be done on what was rung again is known")
                    .allSatisfy(saga -> assertThat(bells.await(saga, head, Duration.ofSeconds(30))).isTrue());
        }
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        return new HistoryProcess(new ProcessStreams(InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))).run(args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void each_saga_is_compared() {
        assertThat(run(HERE + "#ONCE", data.toString(), "10")).isZero();
        assertThat(printed()).isEqualTo("""
                quiet: 0 differences in 1 steps of 1 instances, and in 1 event on which none was taken
                echo: 0 differences in 2 steps of 1 instances, and in 1 event on which none was taken
                """);
        assertThat(run(HERE + "#TWICE", data.toString(), "10")).isEqualTo(3);
        assertThat(printed()).startsWith("quiet: 0 differences in 1 steps of 1 instances, and in 1 event on which"
                + " none was taken\necho: 1 difference in 2 steps of 1 instances, and in 1 event on which none was"
                + " taken\n  - echo b, step 1 at position ");
        assertThat(run(HERE + "#ONCE", data.toString(), "0")).isEqualTo(3);
        assertThat(printed()).contains("1 instances were left out");
        assertThat(said()).isEmpty();
    }

    @Test
    void that_nothing_was_compared_is_no_success() {
        assertThat(run(HERE + "#RENAMED", data.toString(), "10")).isEqualTo(2);
        assertThat(printed()).isEqualTo("other: 0 differences in 0 steps of 0 instances\n");
        assertThat(said()).contains("no saga of application 'bells' has taken a step there, so nothing was compared");
    }

    @Test
    void what_cannot_be_compared_is_said() {
        assertThat(run(HERE + "#NONE", data.toString(), "10")).isEqualTo(2);
        assertThat(said()).contains("application 'bells' has no saga: there is nothing to compare");
        assertThat(run(HERE + "#ONCE", data.resolve("none").toString(), "10")).isEqualTo(2);
        assertThat(said()).contains(data.resolve("none").toString());
        assertThat(run(HERE + "#OTHER", data.toString(), "10")).isEqualTo(2);
        assertThat(said()).contains("has no field OTHER");
        assertThat(run(HERE + "$Held#application", data.toString(), "10")).isEqualTo(2);
        assertThat(said()).contains("$Held#application is not static");
        assertThat(run(HERE + "$Broken#APPLICATION", data.toString(), "10")).isEqualTo(2);
        assertThat(said()).contains("caused by java.lang.IllegalStateException: no bell",
                "caused by java.lang.IllegalArgumentException: too heavy");
        assertThat(printed()).isEmpty();
    }
}
