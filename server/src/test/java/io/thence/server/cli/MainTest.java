// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.Json;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import io.thence.server.Counter.Count;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class MainTest {
    @TempDir
    Path folder;

    private final SystemWorld world = new SystemWorld();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() {
        try (var thence = Thence.run(Counter.APPLICATION, Engine.at(folder))) {
            for (int i = 1; i <= 20; i++) {
                thence.send(new Count(i % 2 == 0 ? "even" : "odd", i));
            }
        }
    }

    private int run(String... args) {
        return Main.run(terminal(out, false), args);
    }

    private Terminal terminal(OutputStream results, boolean shown) {
        return new Terminal(new PrintWriter(new ResultStream(results), false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), shown, false, 90);
    }

    private String data() {
        return "--data=" + folder;
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void readsAllInColumns() {
        assertThat(run("read", data())).isZero();
        assertThat(lines()).hasSize(20);
        assertThat(lines().get(11)).matches(
                " {2}12 {2}\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z {2}counter\\.counted {3}"
                        + "name/even {17}\\{\"name\":\"even\",\"by\":12}");
        assertThat(said()).isEmpty();
    }

    @Test
    void readsWhatIsAskedFor() {
        assertThat(run("read", data(), "--json", "--key", "name/even", "--type", "counter.counted", "--after", "4",
                "--before", "16", "--backwards", "--limit", "3")).isZero();
        assertThat(lines()).extracting(line -> Json.tree(line.getBytes(StandardCharsets.UTF_8), "a line"))
                .extracting(json -> json.get("position").asInt()).containsExactly(14, 12, 10);
        assertThat(lines().getFirst()).contains("\"keys\":[\"name/even\"],\"data\":{\"name\":\"even\",\"by\":14}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--key=name/none", "--type=none", "--after=20", "--before=1", "--limit=0", "--after=999"})
    void nothingFoundIsNoFailure(String option) {
        assertThat(run("read", data(), option)).isZero();
        assertThat(lines()).isEmpty();
    }

    @Test
    void aPersonSeesLinesThatFit() {
        assertThat(Main.run(terminal(out, true), "read", data())).isZero();
        assertThat(lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(90));
        out.reset();
        assertThat(Main.run(terminal(out, true), "read", "--wide", data())).isZero();
        assertThat(lines()).allSatisfy(line -> assertThat(line).endsWith("}"));
    }

    @Test
    void readsWhileTheApplicationRuns() {
        try (var thence = Thence.run(Counter.APPLICATION, Engine.at(folder))) {
            thence.send(new Count("late", 21));
            world.await(new Signal(), Duration.ofMillis(200));
            assertThat(run("read", data(), "--key", "name/late")).isZero();
            assertThat(lines()).hasSize(1);
            assertThat(run("verify", data())).isZero();
        }
    }

    @Test
    void tailsFromAPositionToTheLimit() {
        assertThat(run("tail", data(), "--after", "15", "--limit", "2")).isZero();
        assertThat(lines()).hasSize(2).first().asString().startsWith("  16  ");
        assertThat(said()).contains("following from position 15 on");
    }

    @Test
    void tailsFromNowOn() {
        try (var thence = Thence.run(Counter.APPLICATION, Engine.at(folder))) {
            var sent = new AtomicInteger();
            var sender = world.fork("sender", () -> {
                while (!said().contains("following")) {
                    world.await(new Signal(), Duration.ofMillis(5));
                }
                for (int i = 0; i < 3; i++) {
                    thence.send(new Count("new", sent.incrementAndGet()));
                }
            });
            assertThat(run("tail", data(), "--limit", "3", "--json")).isZero();
            sender.stop();
            assertThat(lines()).hasSize(3).allSatisfy(line -> assertThat(line).contains("name/new"));
        }
    }

    @Test
    void verifiesASoundStore() {
        assertThat(run("verify", data())).isZero();
        assertThat(lines()).contains("events    20, the last at position 20")
                .last().asString().startsWith("No damage");
        out.reset();
        assertThat(run("verify", data(), "--json")).isZero();
        assertThat(lines()).hasSize(1).first().asString().startsWith("{\"ok\":true,").contains("\"events\":20,");
    }

    @Test
    void saysWhatIsDamagedAndWhere() throws IOException {
        var segment = folder.resolve("log/0000000000.segment");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
        assertThat(run("verify", data())).isEqualTo(1);
        assertThat(lines())
                .anySatisfy(line -> assertThat(line).startsWith("DAMAGE    log/0000000000.segment at offset"))
                .last().asString().startsWith("1 damage found");
        out.reset();
        assertThat(run("read", data())).isEqualTo(1);
        assertThat(lines()).isEmpty();
        assertThat(said()).contains("0000000000.segment at offset").doesNotContain("\tat ");
        assertThat(run("read", data(), "--debug")).isEqualTo(1);
        assertThat(said()).contains("\tat io.thence.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "tail", "verify"})
    void saysWhenThereIsNoStore(String command) {
        assertThat(run(command, "--data", folder.resolve("none").toString())).isEqualTo(2);
        assertThat(said()).startsWith("thence: there is no store in " + folder.resolve("none"));
        assertThat(folder.resolve("none")).doesNotExist();
        assertThat(lines()).isEmpty();
    }

    @Test
    void withoutADirectoryAndAStoreToFindItAsksForOne() {
        assertThat(run("read")).isEqualTo(2);
        assertThat(said()).contains("--data DIR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"read --key=x", "read --after=x", "read --nothing", "nothing", "read --limit=-1",
            "tail --type", "tail --limit=-5", "tail --after=-5"})
    void badUsageIsSaidInALineOrTwo(String args) {
        assertThat(run((args + (args.startsWith("nothing") ? "" : " " + data())).split(" ", -1))).isEqualTo(2);
        assertThat(said()).startsWith("thence: ").doesNotContain("\tat ");
        assertThat(said().lines().count()).isLessThanOrEqualTo(2);
        assertThat(lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            compact --keep-age fan=90                | '90' is no duration: write P90D for 90 days, PT12H for 12 hours
            archive x --older 90d                    | '90d' is no duration: write P90D for 90 days
            import x --encoding klingon --type a     | 'klingon' is no charset that is known here: write it as in UTF-8
            import x --encoding ? --type a           | '?' is no charset that is known here
            import x --zone Mars --type a            | 'Mars' is no time zone: write it as in Europe/Prague
            greet --day 1994-13-01                   | '1994-13-01' is no day of the calendar: write YEAR-MONTH-DAY
            read --limit -1                          | 'limit' is negative, -1: give 0 or more
            read --after -5                          | 'after' is negative, -5: give 0 or more
            """)
    void aTextThatIsNoValueIsToldHowItIsWritten(String args, String told) {
        var all = args.startsWith("greet") ? args : args + " " + data();
        assertThat(run(all.split(" "))).isEqualTo(2);
        assertThat(said()).contains(told).doesNotContain("java.").doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            serve --help   | there is no command 'serve': there are greet, read, tail, history,
            serve          | there is no command 'serve': there are greet, read, tail, history,
            raed --help    | there is no command 'raed': there are greet, read, tail, history,
            """)
    void anUnknownCommandHasNoHelp(String args, String told) {
        assertThat(run(args.split(" "))).isEqualTo(2);
        assertThat(said()).contains(told);
        assertThat(lines()).isEmpty();
    }

    @Test
    void helpAndVersionAreResults() {
        assertThat(run("--help")).isZero();
        assertThat(lines()).anySatisfy(line -> assertThat(line).contains("thence read --key invoice/536365"))
                .anySatisfy(line -> assertThat(line).contains("greet"));
        out.reset();
        assertThat(run("read", "--help")).isZero();
        assertThat(lines()).anySatisfy(line -> assertThat(line).contains("--backwards"));
        out.reset();
        assertThat(run("--version")).isZero();
        assertThat(lines().getFirst()).matches("thence \\d+\\.\\d+\\.\\d+.*");
        assertThat(said()).isEmpty();
    }

    @Test
    void otherModulesContribute() {
        assertThat(run("greet", "--name", "you")).isEqualTo(7);
        assertThat(lines()).containsExactly("hello, you");
    }

    @Test
    void aReaderThatLeavesIsNoFailureAndAFullDiskIsOne() {
        assertThat(Main.run(terminal(failing("Broken pipe"), false), "read", data())).isZero();
        assertThat(said()).isEmpty();
        assertThat(Main.run(terminal(failing("No space left on device"), false), "read", data())).isEqualTo(1);
        assertThat(said()).isEqualTo("thence: the results cannot be written (No space left on device):"
                + " check where standard output goes\n");
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(why);
            }
        };
    }
}
