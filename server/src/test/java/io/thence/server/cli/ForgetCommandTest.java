// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Projection;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** A person is forgotten in a store that nothing runs. */
@Timeout(60)
class ForgetCommandTest {

    record Called(String email, String name) {}

    record Call(String email, String name) {}

    private static final String EMAIL = "quenilda@forgetful.example";
    private static final Key<String> PERSON = Key.of("person").personal();
    private static final Events<Called> EVENTS = Events.of(Called.class)
            .type("person.called", Called.class, PERSON.of(Called::email))
            .personal(Called.class, PERSON, "email", "name");
    private static final Decider<Call, Called> CALLING = Decider.of(Call.class, EVENTS)
            .decide(call -> accept(new Called(call.email(), call.name())));
    private static final Fold<String, String> NAME =
            Fold.by(PERSON).from("").on(Called.class, (_, called) -> called.name());
    private static final Projection NAMES = Projection.sql("names", 1,
                    "create table names (person varchar primary key, name varchar)")
            .on(Called.class, (tables, called) ->
                    tables.row("names", tables.filed(PERSON)).set("name", called.name()))
            .onErased(PERSON, (tables, person) -> tables.row("names", person).set("name", ""));
    private static final Application APPLICATION = Application.named("calls").with(EVENTS, CALLING, NAMES);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(new Terminal(new PrintWriter(new ResultStream(out), false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false, false, 90), args);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private void write() {
        try (var calls = Thence.run(APPLICATION, Engine.at(data()))) {
            var outcome = calls.send(new Call(EMAIL, "Quenilda"));
            assertThat(calls.query(NAMES).after(outcome).<String>one("select name from names",
                    row -> row.text("name"))).isEqualTo("Quenilda");
        }
    }

    @Test
    void forgets_deletes_the_read_models_and_says_so() throws IOException {
        write();
        assertThat(run("forget", "person/" + EMAIL, "--data=" + data())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Its key is destroyed, and position ")
                .contains("Deleted, and built anew at the next start: names-v1.mv.db").doesNotContain(EMAIL);
        try (var files = Files.walk(data())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("Quenilda");
            }
        }
        try (var calls = Thence.run(APPLICATION, Engine.at(data()))) {
            assertThat(calls.read(NAME, EMAIL)).isEmpty();
            assertThat(calls.query(NAMES).upTo(calls.store().head()).<String>one("select name from names",
                    row -> row.text("name"))).isEmpty();
        }
        assertThat(run("forget", "person/" + EMAIL, "--json", "--data=" + data())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"subject\":\"person/").contains(
                "\"repeated\":true");
        assertThat(run("verify", "--data=" + data())).isZero();
    }

    @Test
    void what_cannot_be_forgotten_is_said_and_nothing_is_made() {
        assertThat(run("forget", "person/x", "--data=" + folder.resolve("none"))).isEqualTo(2);
        assertThat(said()).startsWith("thence: there is no store in ");
        assertThat(folder.resolve("none")).doesNotExist();
        write();
        assertThat(run("forget", "house/x", "--data=" + data())).isEqualTo(2);
        assertThat(said()).contains("it can forget values of [person]");
        assertThat(run("forget", "person/x", "--keys=" + folder.resolve("other"), "--data=" + data())).isEqualTo(1);
        assertThat(said()).contains("the keys of the personal data in this log are not in");
        assertThat(run("forget", "nonsense", "--data=" + data())).isEqualTo(2);
        Thence.run(Counter.APPLICATION, Engine.at(folder.resolve("plain"))).close();
        assertThat(run("forget", "name/x", "--data=" + folder.resolve("plain"))).isEqualTo(2);
        assertThat(said()).contains("nothing in the log").contains("is personal");
    }

    @Test
    void a_store_that_runs_forgets_by_itself() {
        write();
        try (var calls = Thence.run(APPLICATION, Engine.at(data()))) {
            assertThat(run("forget", "person/" + EMAIL, "--data=" + data())).isEqualTo(1);
            assertThat(said()).contains("is written to by");
            assertThat(calls.read(NAME, EMAIL)).isEqualTo("Quenilda");
        }
    }
}
