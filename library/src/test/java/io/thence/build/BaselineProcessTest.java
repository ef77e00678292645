// SPDX-License-Identifier: Apache-2.0
package io.thence.build;

import io.thence.Application;
import io.thence.Events;
import io.thence.bank.Bank;
import io.thence.schema.Baseline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a build forks, called in this JVM. */
class BaselineProcessTest {

    private static final String APPLICATION = "io.thence.bank.Bank#APPLICATION";

    record Deposited(String account) {}

    static final Application LESS = Application.named("bank").with(
            Events.of(Deposited.class).type("account.deposited", Deposited.class));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void isBank() {
        assertThat(Bank.APPLICATION.name()).isEqualTo("bank");
    }

    private int run(String baseline, String... args) {
        out.reset();
        err.reset();
        return new BaselineProcess(new ProcessStreams(
                new ByteArrayInputStream(baseline.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))).run(args);
    }

    @Test
    void a_baseline_is_accepted_and_checked() {
        assertThat(run("", "accept", "BACKWARD", APPLICATION)).isZero();
        var baseline = out.toString(StandardCharsets.UTF_8);
        assertThat(baseline).isEqualTo(Baseline.of(Bank.APPLICATION).text());
        assertThat(run(baseline, "check", "FULL", APPLICATION)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        var less = "io.thence.build.BaselineProcessTest#LESS";
        assertThat(run(baseline, "check", "BACKWARD", less)).isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("account.deposited: 'cents' was removed")
                .contains("note.made: was removed");
        assertThat(run(baseline, "accept", "BACKWARD", less)).isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(run(baseline, "despite", "BACKWARD", less)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("cents");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("'cents' was removed");
    }

    /** An application that prints as it loads, as those do whose logging goes to standard output. */
    static final class Talking {
        static final Application APPLICATION = said();

        private Talking() {}

        private static Application said() {
            System.out.println("loading");
            return LESS;
        }
    }

    @Test
    void what_an_application_prints_is_no_part_of_the_result() throws Exception {
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), BaselineProcess.class.getName(), "accept", "BACKWARD",
                "io.thence.build.BaselineProcessTest$Talking#APPLICATION").start();
        process.getOutputStream().close();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(Baseline.of(LESS).text());
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).contains("loading");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void what_cannot_be_found_is_said() {
        assertThat(run("", "check", "FULL", "Bank")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("'Bank' names no application");
        assertThat(run("", "check", "FULL", "no.Bank#APPLICATION")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no class no.Bank");
        assertThat(run("", "check", "FULL", "io.thence.bank.Bank#NONE")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("has no field NONE");
        assertThat(run("", "check", "FULL", "io.thence.bank.Bank#EVENTS")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is no io.thence.Application");
        assertThat(run("{", "check", "FULL", APPLICATION)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the baseline is no baseline of schemas");
    }
}
