// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.CommandId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Stamp;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.server.imports.BadLines;
import io.thence.server.imports.Column;
import io.thence.server.imports.CsvLines;
import io.thence.server.imports.Importing;
import io.thence.server.imports.InputFile;
import io.thence.server.imports.Mapping;
import io.thence.store.Append;
import io.thence.store.Truncation;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class ImportBadLinesTest {

    @TempDir
    Path folder;

    private final CommandLine line = new CommandLine();

    private int run(String file, String text, Charset charset, String... options) throws IOException {
        Files.write(folder.resolve(file), text.getBytes(charset));
        var all = new ArrayList<>(List.of("import", folder.resolve(file).toString(), data(), "--json"));
        all.addAll(List.of(options));
        return line.run(all.toArray(String[]::new));
    }

    private String data() {
        return "--data=" + folder.resolve("store");
    }

    private List<String> data(String type) {
        var reading = new CommandLine();
        assertThat(reading.run("read", data(), "--type", type, "--json")).as(reading.said()).isZero();
        return reading.printed().lines().map(event -> event.replaceFirst(".*\"data\":(.*)}$", "$1")).toList();
    }

    private void tombstone(String key, String value) {
        try (var disk = new FileDisk(folder.resolve("store"));
                var log = LogStore.open(new SystemWorld(), disk, LogSettings.SMALL)) {
            log.append(Append.of(List.of(Truncation.tombstone(new KeyValue(key, value))), Origin.of("test")));
        }
    }

    @Test
    void whatIsBeforeTheLineThatEndsItIsWritten() throws IOException {
        tombstone("account", "5");
        var rows = IntStream.rangeClosed(1, 9).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
        var options = new String[] {"--type", "seen", "--key", "account=n"};
        assertThat(run("n.csv", "n\n" + rows + "\n", StandardCharsets.UTF_8, options)).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("n.csv, line 6: account/5 has a tombstone").contains("4 events are imported");
        assertThat(data("seen")).containsExactly("{\"n\":\"1\"}", "{\"n\":\"2\"}", "{\"n\":\"3\"}", "{\"n\":\"4\"}");
        assertThat(run("n.csv", "n\n" + rows.replace("5", "50") + "\n", StandardCharsets.UTF_8, options))
                .as(line.said()).isZero();
        assertThat(data("seen")).hasSize(9).element(4).isEqualTo("{\"n\":\"50\"}");
    }

    @Test
    void theFirstOfSeveralEndsItAlsoWithIds() throws IOException {
        tombstone("account", "5");
        tombstone("account", "7");
        var options = new String[] {"--type", "seen", "--key", "account=n", "--id", "n"};
        assertThat(run("n.csv", "n\n1\n5\n7\n8\n", StandardCharsets.UTF_8, options)).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("n.csv, line 3: account/5 has a tombstone");
        assertThat(data("seen")).startsWith("{\"n\":\"1\"}");
    }

    @Test
    void whatIsBeforeAQuoteThatNeverEndsIsWritten() throws IOException {
        assertThat(run("q.csv", "n,t\n1,a\n2,b\n3,\"c\n" + "x".repeat(20_000_000), StandardCharsets.UTF_8, "--type",
                "seen", "--columns", "n")).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("q.csv, after line 3 the input is no CSV").contains("2 events are imported");
        assertThat(data("seen")).containsExactly("{\"n\":\"1\"}", "{\"n\":\"2\"}");
    }

    /** As a download that broke off leaves it: half a word would be an event. */
    @Test
    void aQuoteThatIsOpenAtTheEndIsABadLine() throws IOException {
        assertThat(run("q.csv", "a,b\nk1,\"whole\"\nk2,\"cut in the mid", StandardCharsets.UTF_8, "--type", "seen"))
                .isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("q.csv, line 3: a quotation mark in it is never closed")
                .contains("1 events are imported");
        assertThat(data("seen")).containsExactly("{\"a\":\"k1\",\"b\":\"whole\"}");
    }

    /** To be mended it must be what it was: quotation marks, where they are and where they are not, and line breaks. */
    @ParameterizedTest
    @ValueSource(strings = {"bach,x,\"un", "\"x\",\"y,1\"", "x,\"a \"\"b\"\"\"", "x,5\" disk", "\"x\"y,\"z\"",
            "\"two\r\nlines\",1", "x,\"a\rb\"", "\"x\",\"\""})
    void aBadLineIsWrittenAsItStands(String bad) throws IOException {
        var file = folder.resolve("bad.csv");
        var more = bad.endsWith("un") ? "" : "\n3,c\n";
        assertThat(run("a.csv", "n,\"t\"\n\"1\",a\n\r\n\n" + bad + more, StandardCharsets.UTF_8, "--type", "seen",
                "--columns", "n:number,t", "--bad", file.toString())).as(line.said()).isZero();
        assertThat(file).content().isEqualTo("n,\"t\"\n" + bad + "\n");
        assertThat(data("seen")).hasSize(more.isEmpty() ? 1 : 2);
    }

    @Test
    void whyALineIsNoJsonIsSaid() throws IOException {
        assertThat(run("a.jsonl", "{\"n\":1}\n{\"\u00EB\":1,}\n", StandardCharsets.UTF_8, "--type", "seen"))
                .isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("a.jsonl, line 2: it is no JSON at column 8: Unexpected character ('}'");
    }

    @ParameterizedTest
    @CsvSource({"n;t, ;", "'n,t', ','", "n\tt, tab", "n|t, |"})
    void anotherDelimiterIsSuggested(String header, String delimiter) throws IOException {
        assertThat(run("a.csv", header + "\n1" + header.charAt(1) + "2\n", StandardCharsets.UTF_8, "--type", "seen",
                "--columns", "n", "--delimiter", delimiter.equals(",") ? ";" : ",")).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("there is no column 'n': there are " + header + ". That is one column: is"
                + " there another delimiter? Say it with --delimiter '" + delimiter + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json"})
    void bytesThatAreNoTextAreSaid(String format) throws IOException {
        boolean csv = format.equals("csv");
        var text = csv ? "n,name\n1,Jo\n2,Zo\u00EB\n3,Bo\n" : "{\"n\":1}\n\n{\"n\":\"Zo\u00EB\"}\n{\"n\":3}\n";
        assertThat(run("a." + format, text, StandardCharsets.ISO_8859_1, "--type", "seen", "--columns", "n"))
                .isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("a." + format + ", line 3: byte 0xEB in it is no UTF-8")
                .contains("--encoding").contains("1 events are imported");
        var bad = folder.resolve("bad");
        assertThat(run("a." + format, text, StandardCharsets.ISO_8859_1, "--type", "seen", "--columns", "n", "--bad",
                bad.toString())).as(line.said()).isZero();
        assertThat(Files.readAllBytes(bad)).isEqualTo((csv ? "n,name\n2,Zo\u00EB\n" : "{\"n\":\"Zo\u00EB\"}\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(data("seen")).hasSize(2);
    }

    @Test
    void headerThatIsNoTextIsSaid() throws IOException {
        assertThat(run("a.csv", "n\u00E4me\nJo\n", StandardCharsets.ISO_8859_1, "--type", "seen"))
                .isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("line 1, the header: byte 0xE4 in it is no UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "windows-1250", "UTF-16", "UTF-16LE", "Shift_JIS"})
    void badLinesKeepTheirCharset(String name) throws IOException {
        var charset = Charset.forName(name);
        var word = name.equals("Shift_JIS") ? "\u5C71" : "\u00FC";
        var text = "n,w\n1," + word + "\n2 " + word + "," + word + "\n3," + word + "\n";
        var bad = folder.resolve("bad.csv");
        var options = new String[] {"--type", "seen", "--columns", "n:number,w", "--encoding", name, "--bad",
            bad.toString()};
        assertThat(run("a.csv", text, charset, options)).as(line.said()).isZero();
        assertThat(data("seen")).containsExactly("{\"n\":1,\"w\":\"" + word + "\"}",
                "{\"n\":3,\"w\":\"" + word + "\"}");
        var written = Files.readString(bad, charset);
        assertThat(written).isEqualTo("n,w\n2 " + word + "," + word + "\n");
        assertThat(run("mended.csv", written.replace("2 " + word + ",", "2,"), charset, options)).isZero();
        assertThat(data("seen")).hasSize(3).last().isEqualTo("{\"n\":2,\"w\":\"" + word + "\"}");
    }

    @Test
    void oneCloudEventOverALimitIsABadLine() throws IOException {
        var event = "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"%s\",\"type\":\"seen\",\"data\":{\"n\":%s}}\n";
        var text = event.formatted(1, "s", 1) + event.formatted(2, "s".repeat(70_000), 2) + event.formatted(3, "s", 3);
        var options = new String[] {"--format", "cloudevents"};
        assertThat(run("a.jsonl", text, StandardCharsets.UTF_8, options)).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("a.jsonl, line 2: a text of 70000 bytes is over the limit");
        assertThat(data("seen")).startsWith("{\"n\":1}");
        var bad = folder.resolve("bad.jsonl");
        assertThat(run("a.jsonl", text, StandardCharsets.UTF_8, "--format", "cloudevents", "--bad", bad.toString()))
                .as(line.said()).isZero();
        assertThat(Files.readAllLines(bad)).containsExactly(event.formatted(2, "s".repeat(70_000), 2).strip());
        assertThat(data("seen")).containsExactly("{\"n\":1}", "{\"n\":3}");
    }

    /** With its line, also where many come together, and the lines around it are imported. */
    @Test
    void aStampThatIsTooFarAheadIsABadLine() throws IOException {
        var event = "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"s\",\"type\":\"seen\",\"hlc\":\"%s\","
                + "\"data\":{\"n\":%1$s}}\n";
        var fine = String.valueOf(new Stamp(1_000_000_000_000L, 0).packed());
        var ahead = String.valueOf(new Stamp(Instant.parse("2950-01-01T00:00:00Z").toEpochMilli(), 7).packed());
        var text = event.formatted(1, fine) + event.formatted(2, ahead) + event.formatted(3, fine);
        var options = new String[] {"--format", "cloudevents"};
        assertThat(run("a.jsonl", text, StandardCharsets.UTF_8, options)).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("a.jsonl, line 2: its stamp, 2950-01-01T00:00:00Z+7, is PT")
                .contains("ahead of this machine's clock, and PT1M is the most: set the clock right that is wrong")
                .contains("1 events are imported");
        assertThat(data("seen")).containsExactly("{\"n\":1}");
        var bad = folder.resolve("bad.jsonl");
        assertThat(run("a.jsonl", text, StandardCharsets.UTF_8, "--format", "cloudevents", "--bad", bad.toString()))
                .as(line.said()).isZero();
        assertThat(Files.readAllLines(bad)).containsExactly(event.formatted(2, ahead).strip());
        assertThat(data("seen")).containsExactly("{\"n\":1}", "{\"n\":3}");
    }

    @Test
    void aBadLineOfEntriesWithIdsIsWrittenOnceHoweverOftenTheyAreImported() throws IOException {
        tombstone("account", "5");
        var bad = folder.resolve("bad.csv");
        var options = new String[] {"--type", "seen", "--key", "account=n", "--columns", "n:number", "--id", "n",
            "--bad", bad.toString()};
        assertThat(run("n.csv", "n\n1\n5\nx\nx\n2\n", StandardCharsets.UTF_8, options)).as(line.said()).isZero();
        assertThat(line.printed()).contains("\"bad\":3");
        assertThat(Files.readAllLines(bad)).containsExactlyInAnyOrder("n", "5", "x", "x").startsWith("n");
        var written = Files.readString(bad);
        var problems = Files.readString(folder.resolve("bad.csv.problems"));
        assertThat(problems.lines()).hasSize(3);

        assertThat(run("n.csv", "n\n1\n5\nx\nx\n2\n", StandardCharsets.UTF_8, options)).as(line.said()).isZero();
        assertThat(line.printed()).contains("\"repeated\":2,\"bad\":3");
        assertThat(line.said()).as("they were said").isEmpty();
        assertThat(bad).hasContent(written);
        assertThat(folder.resolve("bad.csv.problems")).hasContent(problems);

        assertThat(run("n.csv", "n\n1\n5\nx\ny\n2\nz\n", StandardCharsets.UTF_8, options)).isZero();
        assertThat(bad).as("what is new, and what was mended badly").hasContent(written + "y\nz\n");
        assertThat(line.said()).contains("line 5: ").contains("line 7: ").doesNotContain("line 3: ");
        var other = folder.resolve("other.csv");
        options[options.length - 1] = other.toString();
        assertThat(run("n.csv", "n\n5\n", StandardCharsets.UTF_8, options)).isZero();
        assertThat(Files.readAllLines(other)).containsExactly("n", "5");
    }

    /** What a killed run into one store has left is cut by nobody but a run into that store. */
    @Test
    void aFileForBadLinesIsOfOneStoreAtATime() throws IOException {
        var bad = folder.resolve("bad.csv");
        var mark = folder.resolve("bad.csv.writing");
        var options = new String[] {"--type", "seen", "--columns", "n:number", "--bad", bad.toString()};
        assertThat(run("n.csv", "n\n1\nx\n", StandardCharsets.UTF_8, options)).isZero();
        assertThat(mark).as("it is done").doesNotExist();
        var elsewhere = new CommandLine();
        var input = Files.writeString(folder.resolve("m.csv"), "n\ny\n");
        var there = Stream.concat(Stream.of("import", input.toString(), "--data=" + folder.resolve("there")),
                Stream.of(options)).toArray(String[]::new);

        leaveWithABadLine(bad);
        Files.writeString(bad, "n\nx\ntor");
        assertThat(elsewhere.run(there)).isEqualTo(Subcommand.USAGE);
        assertThat(elsewhere.said()).contains(bad + " is written to by an import into another store")
                .contains("delete " + mark);
        assertThat(run("o.csv", "n\nz\n", StandardCharsets.UTF_8, options)).as(line.said()).isZero();
        assertThat(Files.readAllLines(bad)).as("it knows what it had left").containsExactly("n", "x", "z");
        assertThat(mark).doesNotExist();

        leaveWithABadLine(bad);
        Files.delete(mark); // somebody knows better
        assertThat(elsewhere.run(there)).as(elsewhere.said()).isZero();
        assertThat(run("p.csv", "n\n0\n", StandardCharsets.UTF_8, options)).as(line.said()).isZero();
        assertThat(Files.readAllLines(bad)).as("nobody cuts it").containsExactly("n", "x", "z", "y");
    }

    /** As an import that is killed after it has begun to write bad lines, of which none is on disk. */
    private void leaveWithABadLine(Path bad) throws IOException {
        var input = Files.writeString(folder.resolve("left.csv"), "n\nleft\n3\n");
        var mapping = new Mapping(Optional.of("seen"), Optional.empty(), 1, List.of(),
                List.of(Column.parse("n:number")), Optional.empty(), Optional.empty(), false);
        try (var in = InputFile.open(input, StandardCharsets.UTF_8);
                var lines = new CsvLines(in, ',', Optional.empty());
                var importing = Importing.into(folder.resolve("store"))) {
            assertThatThrownBy(() -> importing.run(new Importing.Input("left.csv", mapping, lines,
                    BadLines.to(bad, _ -> {})), (_, _) -> { throw new IllegalStateException("killed"); }, () -> false))
                            .hasMessage("killed");
        }
    }

    @Test
    void nameThatIsTooLongIsSaidAtOnce() throws IOException {
        assertThat(run("a.csv", "n\n1\n", StandardCharsets.UTF_8, "--type", "seen", "--name", "n".repeat(174)))
                .isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("the name of an input has up to 173 characters").contains("--name");
        assertThat(run("a.csv", "n\n1\n", StandardCharsets.UTF_8, "--type", "seen", "--name", "n".repeat(173)))
                .as(line.said()).isZero();
    }

    @Test
    void otherNamesOfColumnsAreAnotherInput() throws IOException {
        assertThat(run("a.csv", "a,b\n1,2\n", StandardCharsets.UTF_8, "--type", "seen")).isZero();
        assertThat(run("a.csv", "b,a\n1,2\n3,4\n", StandardCharsets.UTF_8, "--type", "seen"))
                .isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("these entries or the options are not the same now");
        assertThat(run("a.csv", "1,2\n3,4\n", StandardCharsets.UTF_8, "--type", "seen", "--header", "a,b"))
                .as(line.said()).isZero();
        assertThat(data("seen")).containsExactly("{\"a\":\"1\",\"b\":\"2\"}", "{\"a\":\"3\",\"b\":\"4\"}");
    }

    /** The SHA-256 of what is said to be read how, and of the entries, a line each. */
    @Test
    void inputIsKnownByTheSameHashInEachVersion() throws IOException {
        assertThat(run("a.csv", "a,b,t\n1,2,930101\n", StandardCharsets.UTF_8, "--type", "seen", "--type-version", "2",
                "--key", "x=a,b", "--columns", "n=a:number", "--time", "t:yyMMdd")).as(line.said()).isZero();
        try (var disk = new FileDisk(folder.resolve("store"));
                var log = LogStore.open(new SystemWorld(), disk, LogSettings.SMALL)) {
            assertThat(log.remembered(new CommandId("import/a.csv/1")).orElseThrow().command().hash().hex())
                    .isEqualTo("4f9261fd80edf28fdf1acd084c60005a248c44692f3fe6098ecb192d01191b5b");
        }
    }
}
