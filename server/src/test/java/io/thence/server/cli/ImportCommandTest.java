// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Application;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.imports.BadLines;
import io.thence.server.imports.Column;
import io.thence.server.imports.CsvLines;
import io.thence.server.imports.Importing;
import io.thence.server.imports.InputFile;
import io.thence.server.imports.Mapping;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(120)
class ImportCommandTest {
    private static final String TRANSACTIONS = """
            "trans_id";"account_id";"date";"amount";"k_symbol"
            695247;2378;930101;700.00;""
            171812;576;930101;900.00;"a ""quoted""; one"

            207264;704;931231;1000.00;""
            """;
    private static final List<String> OPTIONS = List.of("--delimiter", ";", "--type", "account.moved", "--key",
            "account=account_id,symbol=k_symbol", "--time", "date:yyMMdd", "--columns",
            "account=account_id,amount:number,k_symbol");

    @TempDir
    Path folder;

    private final CommandLine line = new CommandLine();

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String data() {
        return "--data=" + folder.resolve("store");
    }

    private int run(Path file, List<String> options) {
        var all = new ArrayList<>(List.of("import", file.toString(), data(), "--json"));
        all.addAll(options);
        return line.run(all.toArray(String[]::new));
    }

    private List<String> events() {
        var reading = new CommandLine();
        assertThat(reading.run("read", data(), "--json")).as(reading.said()).isZero();
        return reading.printed().lines().toList();
    }

    @Test
    void csvBecomesEventsOnce() throws IOException {
        var file = file("trans.csv", TRANSACTIONS);
        assertThat(run(file, OPTIONS)).as(line.said()).isZero();
        assertThat(line.printed()).isEqualToIgnoringNewLines("{\"name\":\"trans.csv\",\"lines\":3,\"before\":0,"
                + "\"events\":3,\"repeated\":0,\"bad\":0,\"leftOut\":0,\"finished\":true}");
        assertThat(events()).hasSize(3);
        assertThat(events().getFirst()).contains("\"id\":\"import/trans.csv/3/0\",\"type\":\"account.moved\"")
                .contains("\"time\":\"1993-01-01T00:00:00Z\"")
                .contains("\"source\":\"trans.csv\",\"keys\":[\"account/2378\"],"
                        + "\"data\":{\"account\":\"2378\",\"amount\":700.00,\"k_symbol\":\"\"}");
        assertThat(events().get(1)).contains("\"keys\":[\"account/576\",\"symbol/a \\\"quoted\\\"; one\"]");
        assertThat(run(file, OPTIONS)).isZero();
        assertThat(line.printed()).contains("\"before\":3,\"events\":0");
        assertThat(events()).hasSize(3);
    }

    @Test
    void whatHasComeToTheFileIsAdded() throws IOException {
        var file = file("trans.csv", TRANSACTIONS);
        assertThat(run(file, OPTIONS)).isZero();
        file("trans.csv", TRANSACTIONS + "1;2;940101;5;\n");
        assertThat(run(file, OPTIONS)).isZero();
        assertThat(line.printed()).contains("\"lines\":4,\"before\":3,\"events\":1");
        assertThat(events().getLast()).contains("\"account/2\"");
    }

    @Test
    void anotherFileOfThatNameIsRefused() throws IOException {
        var file = file("trans.csv", TRANSACTIONS);
        assertThat(run(file, OPTIONS)).isZero();
        file("trans.csv", TRANSACTIONS.replace("900", "901"));
        assertThat(run(file, OPTIONS)).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("an input named trans.csv was imported up to entry 3, and these entries or the"
                + " options are not the same now").contains("--name");
        file("trans.csv", TRANSACTIONS.substring(0, TRANSACTIONS.indexOf("207264")));
        assertThat(run(file, OPTIONS)).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("this one has 2 only");
        assertThat(events()).hasSize(3);
        var other = new ArrayList<>(OPTIONS);
        other.addAll(List.of("--name", "others"));
        assertThat(run(file, other)).isZero();
        assertThat(events()).hasSize(5);
    }

    @Test
    void idsAreKnownInAnyFile() throws IOException {
        var options = new ArrayList<>(OPTIONS);
        options.addAll(List.of("--id", "trans_id", "--name", "bank"));
        assertThat(run(file("one.csv", TRANSACTIONS), options)).isZero();
        assertThat(events().getFirst()).contains("\"id\":\"695247\"").contains("\"source\":\"bank\"");
        var header = TRANSACTIONS.substring(0, TRANSACTIONS.indexOf('\n') + 1);
        var other = header + "1;1;940101;1;\n171812;576;930101;900.00;\"a \"\"quoted\"\"; one\"\n";
        assertThat(run(file("two.csv", other), options)).as(line.said()).isZero();
        assertThat(line.printed()).contains("\"lines\":2,\"before\":0,\"events\":1,\"repeated\":1");
        assertThat(run(file("three.csv", header + "171812;576;930101;1;\n"), options)).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("line 2: another event came with id '171812' before");
        assertThat(events()).hasSize(4);
    }

    @Test
    void idThatComesTwiceInAFileIsAddedOnce() throws IOException {
        var rows = new StringBuilder("id,n\n");
        for (int i = 0; i < 1_000; i++) {
            rows.append(i % 600).append(',').append(i % 600 == 5 ? i : 1).append('\n');
        }
        var bad = folder.resolve("bad.csv");
        assertThat(run(file("ids.csv", rows.toString()), List.of("--type", "counted", "--id", "id", "--bad",
                bad.toString()))).as(line.said()).isZero();
        assertThat(line.printed()).contains("\"events\":600,\"repeated\":399,\"bad\":1");
        assertThat(Files.readAllLines(bad)).containsExactly("id,n", "5,605");
        assertThat(line.said()).contains("line 607: another event came with id '5' before");
    }

    @Test
    void firstBadLineEndsItAndMendedItGoesOn() throws IOException {
        var bad = TRANSACTIONS.replace("1000.00", "much");
        var file = file("trans.csv", bad);
        assertThat(run(file, OPTIONS)).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("trans.csv, line 5: column 'amount' is no number: 'much'")
                .contains("2 events are imported");
        assertThat(events()).hasSize(2);
        file("trans.csv", TRANSACTIONS);
        assertThat(run(file, OPTIONS)).isZero();
        assertThat(events()).hasSize(3);
    }

    @Test
    void badLinesGoToAFileWithTheirReasons() throws IOException {
        var file = file("trans.csv", TRANSACTIONS.replace("1000.00", "much") + "7;8\n9;9;930230;1;\n8;8;930228;2;\n");
        var to = folder.resolve("bad.csv");
        var options = new ArrayList<>(OPTIONS);
        options.addAll(List.of("--bad", to.toString()));
        assertThat(run(file, options)).isZero();
        assertThat(line.printed()).contains("\"lines\":6,\"before\":0,\"events\":3,\"repeated\":0,\"bad\":3");
        assertThat(Files.readAllLines(to)).containsExactly(TRANSACTIONS.lines().findFirst().orElseThrow(),
                "207264;704;931231;much;\"\"", "7;8", "9;9;930230;1;");
        assertThat(Files.readAllLines(folder.resolve("bad.csv.problems"))).containsExactly(
                "line 5: column 'amount' is no number: 'much'",
                "line 6: it has 2 fields, and there are 5 columns",
                "line 7: column 'date' is no time as in yyMMdd: '930230'");
        assertThat(run(file, options)).isZero();
        assertThat(line.printed()).contains("\"before\":6,\"events\":0").contains("\"bad\":0");
        assertThat(Files.readAllLines(to)).hasSize(4);
    }

    @Test
    void interruptedItGoesOnWithoutLossOrRepeat() throws IOException {
        var rows = new StringBuilder("n\n");
        for (int i = 1; i <= 10_500; i++) {
            rows.append(i).append('\n');
        }
        var file = file("many.csv", rows.toString());
        var mapping = new Mapping(Optional.of("counted"), Optional.empty(), 1, List.of(Column.parse("n")), List.of(),
                Optional.empty(), Optional.empty(), false);
        long written = 0;
        for (int i = 1; i <= 12; i++) {
            var calls = new int[1];
            int most = i * 700;
            try (var in = InputFile.open(file, StandardCharsets.UTF_8);
                    var lines = new CsvLines(in, ',', Optional.empty());
                    var importing = Importing.into(folder.resolve("store"))) {
                written += importing.run(new Importing.Input("many.csv", mapping, lines, BadLines.stop()),
                        (_, _) -> {}, () -> ++calls[0] > most).events();
            }
        }
        assertThat(written).isEqualTo(12 * 700);
        assertThat(run(file, List.of("--type", "counted", "--key", "n"))).as(line.said()).isZero();
        assertThat(line.printed()).contains("\"before\":8400,\"events\":2100");
        var events = events();
        assertThat(events).hasSize(10_500);
        for (int i = 1; i <= events.size(); i++) {
            assertThat(events.get(i - 1)).endsWith("\"data\":{\"n\":\"" + i + "\"}}");
        }
    }

    @Test
    void jsonLinesHavePathsAndArrays() throws IOException {
        var file = folder.resolve("edits.json.gz");
        try (var out = new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)),
                StandardCharsets.UTF_8)) {
            out.write("""
                    {"what":"edited","page":{"name":"A"},"tags":["x","y"],"at":1441000000.5,"n":1.50}

                    {"what":"moved","page":{"name":"B"},"tags":[],"at":1441000001,"n":2}
                    """);
        }
        assertThat(run(file, List.of("--type-column", "what", "--key", "page=page.name,tag=tags", "--time", "at:epoch",
                "--dry-run"))).as(line.said()).isZero();
        assertThat(line.printed().lines()).containsExactly(
                "{\"line\":1,\"type\":\"edited\",\"version\":1,\"time\":\"2015-08-31T05:46:40.500Z\","
                        + "\"source\":\"edits.json.gz\",\"keys\":[\"page/A\",\"tag/x\",\"tag/y\"],\"data\":"
                        + "{\"what\":\"edited\",\"page\":{\"name\":\"A\"},\"tags\":[\"x\",\"y\"],\"at\":1441000000.5,"
                        + "\"n\":1.50}}",
                "{\"line\":3,\"type\":\"moved\",\"version\":1,\"time\":\"2015-08-31T05:46:41Z\","
                        + "\"source\":\"edits.json.gz\",\"keys\":[\"page/B\"],\"data\":{\"what\":\"moved\",\"page\":"
                        + "{\"name\":\"B\"},\"tags\":[],\"at\":1441000001,\"n\":2}}");
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "930101|t:yyMMdd|1993-01-01T00:00:00Z", "681231|t:yyMMdd|2068-12-31T00:00:00Z",
        "2015-08-31 18:22:00|t|2015-08-31T18:22:00Z", "2015-08-31T18:22:00+02:00|t|2015-08-31T16:22:00Z",
        "2015-08-31|t|2015-08-31T00:00:00Z", "1385337600|t:epoch|2013-11-25T00:00:00Z",
        "1385337600123|t:epoch-millis|2013-11-25T00:00:00.123Z", "31.8.2015 6.05|t:d.M.yyyy H.mm|2015-08-31T06:05:00Z"})
    void timesAreReadAsPeopleWriteThem(String text, String option, String time) throws IOException {
        var file = file("t.csv", "t\n" + text + "\n");
        assertThat(run(file, List.of("--type", "seen", "--time", option, "--dry-run"))).as(line.said()).isZero();
        assertThat(line.printed()).contains("\"time\":\"" + time + "\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--type moved --key account_id|use up to 100 lower case letters",
        "--type moved --columns nothing|there is no column 'nothing': there are trans_id, account_id",
        "--type moved --time date:QQ-nonsense|is no pattern of a time",
        "--key account=trans_id|say of what type the events are"})
    void nonsenseIsSaidAtOnce(String options, String message) throws IOException {
        assertThat(run(file("trans.csv", TRANSACTIONS), List.of(("--delimiter ; " + options).split(" ", -1))))
                .isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains(message);
    }

    @Test
    void whatTheStoreSaysOfItselfCannotBeForged() throws IOException {
        assertThat(run(file("trans.csv", TRANSACTIONS), List.of("--type", "thence.tombstoned", "--key",
                "account=account_id", "--delimiter", ";"))).isZero();
        assertThat(line.printed()).contains("\"events\":0").contains("\"leftOut\":3");
    }

    @Test
    void whatIsPersonalIsNotImportedInClear() throws IOException {
        var engine = Engine.at(folder.resolve("store"));
        try (var thence = Thence.run(Application.named("calls").with(Calls.EVENTS, Calls.CALLING), engine)) {
            thence.send(new Calls.Call("anna@example.org", "Anna"));
        }
        var file = file("calls.csv", "email,name\nben@example.org,Ben\n");
        assertThat(run(file, List.of("--type", "person.noted", "--key", "person=email"))).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("values of key 'person' are personal in this store");
        assertThat(run(file, List.of("--type", "person.called"))).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("line 2: events of type 'person.called' are about persons");
        assertThat(Files.readString(folder.resolve("store/log/0000000000.segment"), StandardCharsets.ISO_8859_1))
                .doesNotContain("ben@");
    }

    @Test
    void storeInUseIsLeftAlone() throws IOException {
        try (var disk = new FileDisk(folder.resolve("store"));
                var _ = LogStore.open(new SystemWorld(), disk, LogSettings.SMALL)) {
            assertThat(run(file("trans.csv", TRANSACTIONS), OPTIONS)).isEqualTo(Subcommand.FAILED);
            assertThat(line.said()).contains("is written to by");
        }
    }

    @Test
    void exportedCloudEventsComeOverOnce() throws IOException {
        assertThat(run(file("trans.csv", TRANSACTIONS), OPTIONS)).isZero();
        var exported = folder.resolve("events.jsonl");
        assertThat(line.run("export", data(), "--to", exported.toString(), "--cloudevents")).isZero();
        var other = "--data=" + folder.resolve("other");
        for (int i = 0; i < 2; i++) {
            assertThat(line.run("import", exported.toString(), other, "--format", "cloudevents", "--json"))
                    .as(line.said()).isZero();
            assertThat(line.printed()).contains(i == 0 ? "\"events\":3,\"repeated\":0" : "\"events\":0,\"repeated\":3");
        }
        assertThat(line.run("read", other, "--json")).isZero();
        assertThat(line.printed().lines()).containsExactlyElementsOf(events());
    }

    @Test
    void bankKeepsItsKnownAnswers() {
        var file = Path.of(System.getProperty("thence.datasets"), "bank/trans.csv");
        assumeTrue(Files.exists(file), "no data set 'bank' in -Dthence.datasets");
        assertThat(run(file, List.of("--delimiter", ";", "--type", "account.moved", "--id", "trans_id", "--key",
                "account=account_id", "--columns", "type,amount:number,date"))).as(line.said()).isZero();
        assertThat(line.printed()).contains("\"lines\":46997,\"before\":0,\"events\":46997");
        assertThat(line.run("read", data(), "--json", "--key", "account/2")).isZero();
        var balance = line.printed().lines().filter(event -> event.contains("\"date\":\"93"))
                .map(ImportCommandTest::crowns).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(balance).as("K3 for account 2").isEqualByComparingTo("27840.70");
    }

    private static BigDecimal crowns(String event) {
        var amount = new BigDecimal(event.replaceFirst(".*\"amount\":([0-9.]+).*", "$1"));
        return event.contains("\"type\":\"PRIJEM\"") ? amount : amount.negate();
    }
}
