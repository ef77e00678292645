// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Application;
import io.thence.Projection;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Operations;
import io.thence.server.cli.Calls.Call;
import io.thence.server.cli.Calls.Called;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.server.cli.Calls.CALLING;
import static io.thence.server.cli.Calls.EVENTS;
import static io.thence.server.cli.Calls.NAME;
import static io.thence.server.cli.Calls.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

/** A person is forgotten in a store that nothing runs. */
@Timeout(60)
class ForgetCommandTest {

    private static final String EMAIL = "quenilda@forgetful.example";
    private static final Projection NAMES = Projection.sql("names", 1,
                    "create table names (person varchar primary key, name varchar)")
            .on(Called.class, (tables, called) ->
                    tables.row("names", tables.filed(PERSON)).set("name", called.name()))
            .onErased(PERSON, (tables, person) -> tables.row("names", person).set("name", ""));
    private static final Application APPLICATION = Application.named("calls").with(EVENTS, CALLING, NAMES);

    @TempDir
    private Path folder;

    private final CommandLine line = new CommandLine();

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
        assertThat(line.run("forget", "person/" + EMAIL, "--data=" + data())).isZero();
        assertThat(line.printed()).startsWith("Its key is destroyed, and position ")
                .contains("Events that are filed under it, and stay without what is personal: 1\n")
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
        assertThat(line.run("forget", "person/" + EMAIL, "--json", "--data=" + data())).isZero();
        assertThat(line.printed()).startsWith("{\"subject\":\"person/").contains(
                "\"repeated\":true,\"events\":1");
        assertThat(line.run("verify", "--data=" + data())).isZero();
    }

    @Test
    void what_cannot_be_forgotten_is_said_and_nothing_is_made() {
        assertThat(line.run("forget", "person/x", "--data=" + folder.resolve("none"))).isEqualTo(2);
        assertThat(line.said()).startsWith("thence: there is no store in ");
        assertThat(folder.resolve("none")).doesNotExist();
        write();
        assertThat(line.run("forget", "house/x", "--data=" + data())).isEqualTo(2);
        assertThat(line.said()).contains("it can forget values of [person]");
        assertThat(line.run("forget", "person/x", "--keys=" + folder.resolve("other"), "--data=" + data()))
                .isEqualTo(1);
        assertThat(line.said()).contains("the keys of the personal data in this log are not in");
        assertThat(line.run("forget", "nonsense", "--data=" + data())).isEqualTo(2);
        Thence.run(Counter.APPLICATION, Engine.at(folder.resolve("plain"))).close();
        assertThat(line.run("forget", "name/x", "--data=" + folder.resolve("plain"))).isEqualTo(2);
        assertThat(line.said()).contains("nothing in the log").contains("is personal");
    }

    @Test
    void who_was_never_there_is_not_said_to_be_forgotten() {
        write();
        long head = head();
        assertThat(line.run("forget", "person/quenild@forgetful.example", "--data=" + data())).isEqualTo(2);
        assertThat(line.said()).isEqualToNormalizingNewlines("thence: nothing is filed under that value of 'person',"
                + " and nothing ever was stored about it: check how it is spelled; nothing was done\n");
        assertThat(line.printed()).isEmpty();
        assertThat(head()).as("the log says nothing of it").isEqualTo(head);
        assertThat(data().resolve("views/names-v1.mv.db")).exists();
    }

    /** An application may have: its key is destroyed all the same, so it is known from then on. */
    @Test
    void who_was_forgotten_before_is_so_though_nothing_is_filed_under_it() {
        write();
        try (var calls = Thence.run(APPLICATION, Engine.at(data()))) {
            assertThat(calls.forget(PERSON, "nobody").events()).isZero();
        }
        assertThat(line.run("forget", "person/nobody", "--data=" + data())).isZero();
        assertThat(line.printed()).startsWith("It was forgotten before, at position ");
    }

    private long head() {
        try (var operations = Operations.on(data())) {
            return operations.head().number();
        }
    }

    @Test
    void a_store_that_runs_forgets_by_itself() {
        write();
        try (var calls = Thence.run(APPLICATION, Engine.at(data()))) {
            assertThat(line.run("forget", "person/" + EMAIL, "--data=" + data())).isEqualTo(1);
            assertThat(line.said()).contains("is written to by");
            assertThat(calls.read(NAME, EMAIL)).isEqualTo("Quenilda");
        }
    }
}
