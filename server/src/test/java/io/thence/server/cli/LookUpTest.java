// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Application;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.cli.Calls.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Events are looked up by what they are filed under, personal values too; why there are none is said. */
@Timeout(60)
class LookUpTest {

    private static final String EMAIL = "quenilda@forgetful.example";
    private static final Application APPLICATION =
            Application.named("calls").with(Calls.EVENTS, Calls.CALLING);

    @TempDir
    private Path folder;

    private final CommandLine line = new CommandLine();

    private String data() {
        return "--data=" + folder.resolve("data");
    }

    @BeforeEach
    void write() {
        try (var calls = Thence.run(APPLICATION, Engine.at(folder.resolve("data")))) {
            calls.send(new Call("anna@example.org", "Anna"));
            calls.send(new Call(EMAIL, "Quenilda"));
            calls.send(new Call(EMAIL, "Quenilda M."));
        }
    }

    /** The log says first which keys are personal: so the calls are at positions from 3 on. */
    @ParameterizedTest
    @ValueSource(strings = {"history", "read", "export"})
    void aPersonalValueIsFoundAsItIsKnown(String command) {
        assertThat(line.run(command, "--key=person/" + EMAIL, data())).as(line.said()).isZero();
        assertThat(line.printed().lines().filter(row -> row.contains("person.called"))).hasSize(2);
        assertThat(line.said()).isEmpty();
    }

    @Test
    void aPersonalValueIsFoundAsItIsFiled() {
        assertThat(line.run("read", "--type=person.called", "--limit=1", "--json", data())).isZero();
        var filed = line.printed().replaceFirst("(?s).*\"keys\":\\[\"(person/[0-9a-f]{32})\"].*", "$1");
        assertThat(line.run("history", "--key=" + filed, "--json", data())).isZero();
        assertThat(line.printed().lines()).hasSize(1).allSatisfy(row -> assertThat(row).contains(filed));
    }

    @Test
    void whileItRunsToo() {
        try (var calls = Thence.run(APPLICATION, Engine.at(folder.resolve("data")))) {
            assertThat(calls.store().head().number()).isPositive();
            assertThat(line.run("tail", "--after=0", "--limit=1", "--key=person/" + EMAIL, data())).isZero();
            assertThat(line.printed()).contains("person.called");
        }
    }

    @Test
    void withoutTheKeysItSaysWhatToGive() throws IOException {
        Files.move(folder.resolve("data/keys"), folder.resolve("keys"));
        assertThat(line.run("history", "--key=person/" + EMAIL, data())).isZero();
        assertThat(line.said()).startsWith("thence: values of 'person' are personal, and the keys that tell how one is"
                + " filed are not in " + folder.resolve("data") + "/keys: give it as it is filed, as 'thence streams"
                + " person' lists it\n");
        assertThat(line.printed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            read --key nope/x                            | no event matches: nothing is filed under nope/x
            read --key person/bert@x.org                 | no event matches: nothing is filed under person/bert@x.org
            history --key nope/x                         | no event matches: nothing is filed under nope/x
            export --key nope/x                          | no event matches: nothing is filed under nope/x
            read --type nope                             | no event matches: there is none of type nope
            read --after 5 --before 3                    | no event matches: no position is after 5 and before 3
            read --after 999                             | no event matches: the last position is
            read --key person/anna@example.org --after 4 | no event matches: none is all of what is asked for
            streams nokey                                | no value of a key 'nokey' matches: 'thence streams' lists
            """)
    void whyThereIsNothingIsSaid(String command, String why) {
        assertThat(line.run((command + " " + data()).split(" "))).isZero();
        assertThat(line.said()).startsWith("thence: " + why).hasLineCount(1);
    }
}
