// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Next;
import io.thence.Policy;
import io.thence.Saga;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Counter.Count;
import io.thence.server.Counter.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Instances of sagas are shown from the log: those that go on with what they wait for, one with its steps. */
@Timeout(60)
class SagasCommandTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant END = Instant.parse("2099-01-01T00:00:00Z");
    private static final Ask<Integer, Count> ECHO = Ask.of("echo", Count.class);

    /** It counts once more, waits, and ends when it is counted down; it fails on a hundred. */
    private static final Saga<String, Integer> SAGA = Saga.named("echoing").by(Counter.NAME).from(0)
            .policy(Policy.DEFAULT.attempts(1)).mayRepeat("what it sends begins another one, that ends")
            .startsOn(Counted.class, (_, e) -> e.name().startsWith("echo") ? Next.state(e.by()).done()
                    : Next.state(e.by()).ask(ECHO.each("e"), new Count("echo-" + e.name(), 1)).wakeAt("end", END))
            .onEachRefused(ECHO, (_, n, _) -> Next.state(n).done())
            .on(Counted.class, (n, e) -> {
                if (e.by() == 100) {
                    throw new IllegalStateException("too many");
                }
                return e.by() < 0 ? Next.state(n).done() : Next.state(n + e.by());
            })
            .onWake("end", n -> Next.state(n).done());

    @TempDir
    private Path folder;

    private final CommandLine line = new CommandLine();

    private int thence(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.add("--data=" + folder);
        return line.run(all.toArray(String[]::new));
    }

    private List<String> printed(String... args) {
        assertThat(thence(args)).isZero();
        return line.printed().lines().toList();
    }

    private void live() {
        try (var counter = Thence.run(Application.named("counter").with(Counter.EVENTS, Counter.COUNTS, SAGA),
                Engine.at(folder))) {
            for (var name : List.of("x", "y", "z")) {
                counter.send(new Count(name, 1));
            }
            counter.send(new Count("y", -1));
            assertThat(counter.saga(SAGA).await("y", LONG)).isTrue();
            counter.send(new Count("z", 100));
            assertThat(counter.progress(SAGA).await(() -> counter.deadLetters(SAGA).list().size() == 1
                    && counter.saga(SAGA).of("x").filter(one -> one.history().size() == 2).isPresent(), LONG)).isTrue();
            assertThat(printed("sagas", "echoing")).as("beside the application").hasSize(3);
        }
    }

    @Test
    void shows_what_goes_on_and_what_one_did() {
        live();
        assertThat(printed("sagas")).hasSize(2).last().asString().matches("echoing +2 +\\d+");
        var rows = printed("sagas", "echoing");
        assertThat(rows).hasSize(3);
        assertThat(rows).anyMatch(row -> row.startsWith("x         RUNNING      2  ")
                && row.endsWith("end at 2099-01-01T00:00:00Z"));
        assertThat(rows).anyMatch(row -> row.startsWith("z ")
                && row.endsWith("mending: too many, end at 2099-01-01T00:00:00Z"));
        var steps = printed("sagas", "echoing", "x");
        assertThat(steps).hasSize(3);
        assertThat(steps.get(1)).contains("RUNNING  counter.counted ");
        assertThat(steps.get(2)).endsWith("echo/e was accepted with 1 event");
        assertThat(printed("sagas", "echoing", "x", "--states").get(1))
                .containsPattern("echo/e Count\\{\"name\":\"echo-x\",\"by\":1\\} +1$");
        assertThat(printed("sagas", "echoing", "y").getLast()).contains("DONE");
    }

    @Test
    void ends_what_no_step_ends_at_the_next_start() {
        live();
        assertThat(printed("sagas", "end", "echoing", "x", "--by=carl", "--why=enough"))
                .containsExactly("x of 'echoing' comes to its end as it is, at the next start");
        assertThat(printed("sagas", "cancel", "echoing", "z", "--by=carl", "--why=too many"))
                .containsExactly("z of 'echoing' undoes what was accepted, from the next start on");
        try (var counter = Thence.run(Application.named("counter").with(Counter.EVENTS, Counter.COUNTS, SAGA),
                Engine.at(folder))) {
            assertThat(thence("sagas", "cancel", "echoing", "x", "--by=carl", "--why=x")).isEqualTo(1);
            assertThat(line.said()).contains(", or tell the running application (Thence.saga(..))");
            assertThat(counter.saga(SAGA).await("x", LONG)).isTrue();
            assertThat(counter.saga(SAGA).await("z", LONG)).isTrue();
            assertThat(counter.progress(SAGA).await(() -> counter.deadLetters(SAGA).list().isEmpty(), LONG)).isTrue();
        }
        assertThat(printed("sagas", "echoing", "x").getLast()).endsWith("DONE     ended by carl: enough");
        assertThat(printed("sagas", "echoing", "z").getLast()).contains("COMPENSATED")
                .endsWith("cancelled by carl: too many");
        assertThat(thence("sagas", "cancel", "echoing", "x", "--by=carl", "--why=again")).isNotZero();
        assertThat(line.said()).contains("x of saga 'echoing' has come to its end already, it is DONE");
        assertThat(thence("sagas", "end", "echoing", "x", "--by=carl")).isNotZero();
        assertThat(line.said()).contains("--why");
    }

    @Test
    void shows_them_as_json() {
        live();
        assertThat(printed("sagas", "--json")).singleElement().asString()
                .startsWith("{\"saga\":\"echoing\",\"unfinished\":2,\"steps\":");
        assertThat(printed("sagas", "echoing", "--json", "--limit=1")).hasSize(1);
        assertThat(printed("sagas", "echoing", "--json")).anyMatch(row -> row.startsWith("{\"instance\":\"x\","
                + "\"status\":\"RUNNING\",\"steps\":2,\"position\":")
                && row.endsWith("\"waitsFor\":[\"end at 2099-01-01T00:00:00Z\"],\"state\":1}"));
        assertThat(printed("sagas", "echoing", "x", "--json").getFirst())
                .endsWith("\"asks\":[{\"ask\":\"echo\",\"one\":"
                + "\"e\",\"type\":\"Count\",\"command\":{\"name\":\"echo-x\",\"by\":1}}],\"state\":1}");
    }

    @Test
    void says_what_there_is_none_of() {
        try (var counter = Thence.run(Counter.APPLICATION, Engine.at(folder))) {
            counter.send(new Count("echo", 1));
        }
        assertThat(printed("sagas")).isEmpty();
        assertThat(line.said()).contains("the log has no step of any saga");
        assertThat(printed("sagas", "echoing")).isEmpty();
        assertThat(line.said()).contains("the log has no step of a saga 'echoing'");
        live();
        assertThat(printed("sagas", "echoing", "w")).isEmpty();
        assertThat(line.said()).contains("no instance of 'echoing' has begun for name/w");
    }
}
