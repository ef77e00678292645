// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.all;

import io.thence.examples.DataSets;
import io.thence.server.cli.Main;
import io.thence.server.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The command {@code thence example}, as it is called. */
class ExampleCommandTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(new Terminal(new PrintWriter(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false, false, 120), args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void feeds_a_directory_once_and_answers_from_it_at_any_values() {
        DataSets.missing(List.of("bank/trans.csv", "bank/loan.csv")).ifPresent(Assumptions::abort);
        var data = directory.resolve("bank").toString();
        assertThat(run("example", "bank", "--data", data, "--only", "K1,K3", "--json")).as(said()).isZero();
        assertThat(printed()).isEqualTo("{\"K1\":\"46997 | 1229 | 454\",\"K3\":\"2 | 27840.70; 576 | 23643.40;"
                + " 1787 | 24574.80; 2378 | 62042.00; 8261 | 39267.60\"}\n");
        assertThat(run("example", "bank", "--data", data, "--only", "K3", "--as-of", "1993-01-01",
                "--accounts", "2,2378,576")).as(said()).isZero();
        assertThat(printed()).isEqualTo("K3   576 | 900.00; 2378 | 700.00\n");
        assertThat(said()).contains("K3   balances at the end of 1993-01-01, of the accounts [2, 2378, 576] that had a"
                + " transaction by then: account | crowns\n");
        assertThat(run("read", "--data", data, "--key", "account/576", "--limit", "1", "--json")).isZero();
        assertThat(printed()).contains("\"id\":\"transaction/171812/0\"", "\"day\":\"1993-01-01\"", "\"haleru\":90000");
    }

    /**
     * The values that are asked for are others than those of the data's README. A program in Python gave the answers,
     * which follows the definitions there and gives the answers there too.
     */
    @Test
    void questions_take_their_values_from_the_command_line() {
        asks("bank", "bank/trans.csv", "K10   20378 | 1199 | 26", "--gap-days", "5");
        asks("marketplace", "marketplace/olist_orders_dataset.csv",
                "K9   approved | 76; carrier | 120; delivered | 1593; purchased | 15", "--as-of",
                "2017-11-24T12:00:00");
        asks("travel", "travel/hotel_bookings.csv.gz", "K3   City Hotel | 299 | 956; Resort Hotel | 147 | 940",
                "--every", "20", "--as-of", "2017-01-02");
        asks("travel", "travel/hotel_bookings.csv.gz", "K12   1981 requests | 325 refused | 1261 active at the end"
                + " | room-nights of those 4853", "--every", "20", "--hotel", "Resort Hotel", "--rooms", "8");
        asks("last-login", "social/wikiticker-2015-09-12-sampled.json.gz", "L3   2570 | 8234",
                "--since", "2015-09-12T20:00:00");
        asks("transfer", "bank/trans.csv", "T3   6821721.51 | 793823.98", "--seed", "7", "--transfers", "500");
        asks("fulfilment", "retail/december-2010.csv.gz", "F2   566 | 18623 | 8384 | 183 | 52", "--stock", "20",
                "--until", "2010-12-02");
    }

    private void asks(String example, String file, String answer, String... options) {
        DataSets.missing(List.of(file)).ifPresent(Assumptions::abort);
        var args = new ArrayList<>(List.of("example", example, "--data", directory.resolve(example).toString(),
                "--only", answer.substring(0, answer.indexOf(' '))));
        args.addAll(List.of(options));
        assertThat(run(args.toArray(String[]::new))).as(said()).isZero();
        assertThat(printed().replaceAll("^([A-Z]\\d+) +", "$1   ")).isEqualTo(answer + "\n");
    }

    @Test
    void says_in_one_line_when_data_is_absent() {
        var before = System.setProperty(DataSets.PROPERTY, directory.resolve("none").toString());
        try {
            assertThat(run("example", "bank", "--data", directory.resolve("bank").toString())).isEqualTo(2);
            assertThat(said()).isEqualTo("thence: " + directory.resolve("none/bank/trans.csv")
                    + " is missing: name the folder of data sets by THENCE_DATASETS\n");
            assertThat(printed()).isEmpty();
            assertThat(directory.resolve("bank")).doesNotExist();
        } finally {
            if (before == null) {
                System.clearProperty(DataSets.PROPERTY);
            } else {
                System.setProperty(DataSets.PROPERTY, before);
            }
        }
    }

    @Test
    void what_is_not_in_the_data_is_refused_before_anything_is_fed() {
        DataSets.missing(List.of("bank/trans.csv", "travel/hotel_bookings.csv.gz",
                "social/wikiticker-2015-09-12-sampled.json.gz", "retail/december-2010.csv.gz"))
                .ifPresent(Assumptions::abort);
        var data = directory.resolve("nothing");
        assertThat(run("example", "bank", "--accounts", "1,999999", "--data", data.toString())).isEqualTo(2);
        assertThat(said()).isEqualTo("thence: --accounts: there is none of [1, 999999]: there are 1229,"
                + " the first are [2, 9, 15, 18, 22, 23, 26, 27, 33, 34], the last is 11320\n");
        assertThat(run("example", "travel", "--hotel", "Nope", "--data", data.toString())).isEqualTo(2);
        assertThat(said()).isEqualTo("thence: --hotel: there is no 'Nope': there are City Hotel, Resort Hotel\n");
        assertThat(run("example", "transfer", "--closed", "615", "--data", data.toString())).isEqualTo(2);
        assertThat(said()).isEqualTo("thence: --closed 615: there are 1229 accounts, close up to half\n");
        assertThat(run("example", "last-login", "--users", "Diannaa", "--data", data.toString())).isEqualTo(2);
        assertThat(said()).startsWith("thence: --users: there is none of [Diannaa]: there are 10804, the first are [#");
        assertThat(run("example", "fulfilment", "--from", "2010-12-10", "--until", "2010-12-01", "--data",
                data.toString())).isEqualTo(2);
        assertThat(said()).startsWith("thence: nothing lies between --from 2010-12-10T00:00:00Z and --until"
                + " 2010-12-01T00:00:00Z: the orders of retail/december-2010.csv.gz are from 2010-12-01T08:26:00Z to ");
        assertThat(run("example", "fulfilment", "--until", "2009-01-01", "--data", data.toString())).isEqualTo(2);
        assertThat(said()).startsWith("thence: nothing lies between the first and --until 2009-01-01T00:00:00Z: ");
        assertThat(data).doesNotExist();
    }

    @Test
    void bad_usage_is_said_with_what_there_is() {
        assertThat(run("example")).isEqualTo(2);
        assertThat(said()).startsWith("thence: which example? There are bank");
        for (var more : List.of("--json", "--help")) {
            assertThat(run("example", "nope", more)).isEqualTo(2);
            assertThat(said()).startsWith("thence: there is no command 'nope': there are bank, enrolment");
        }
        assertThat(run("example", "bank", "--only", "K13")).isEqualTo(2);
        assertThat(said()).startsWith("thence: there is no question K13: there are K1, K2");
        assertThat(run("example", "bank", "--gap-days", "-1")).isEqualTo(2);
        assertThat(said()).startsWith("thence: --gap-days is 0 or more, not -1");
        assertThat(run("example", "transfer", "--closed", "0")).isEqualTo(2);
        assertThat(said()).startsWith("thence: --closed is 1 or more, not 0");
        assertThat(run("example", "fulfilment", "--stock", "-1")).isEqualTo(2);
        assertThat(said()).startsWith("thence: --stock is 0 or more, not -1");
        assertThat(run("example", "travel", "--declined", "1001", "--every", "1000")).isEqualTo(2);
        assertThat(said()).startsWith("thence: --declined is 0 to 1000, not 1001");
        assertThat(run("example", "--help")).isZero();
        assertThat(printed()).contains("bank");
    }
}
