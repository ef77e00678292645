// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** How much of what producers number has come out of order, and what has not come. */
@Timeout(60)
class DisorderCommandTest {

    @TempDir
    Path folder;

    private final CommandLine line = new CommandLine();

    /** The roof's 4 comes once 5 has, its 2 never, its 3 twice; the cellar is in order. */
    @BeforeEach
    void write() throws IOException {
        var file = Files.writeString(folder.resolve("readings.jsonl"), """
                {"sensor":"roof","at":{"n":1},"when":"2026-01-01T00:00:01Z"}
                {"sensor":"roof","at":{"n":3},"when":"2026-01-01T00:00:03Z"}
                {"sensor":"cellar","at":{"n":7},"when":"2026-01-01T00:00:03Z"}
                {"sensor":"roof","at":{"n":5},"when":"2026-01-01T00:00:05Z"}
                {"sensor":"roof","at":{"n":4},"when":"2026-01-01T00:00:04Z"}
                {"sensor":"roof","at":{"n":3},"when":"2026-01-01T00:00:03Z"}
                {"sensor":"cellar","at":{"n":8},"when":"2026-01-01T00:00:06Z"}
                {"sensor":"cellar","when":"2026-01-01T00:00:07Z"}
                """);
        assertThat(line.run("import", file.toString(), data(), "--type", "reading", "--key", "sensor", "--time",
                "when")).as(line.said()).isZero();
    }

    private String data() {
        return "--data=" + folder.resolve("store");
    }

    @Test
    void tells_what_came_out_of_order_by_how_much_and_what_is_missing() {
        assertThat(line.run("disorder", data(), "--type=reading", "--producer=/sensor", "--number=/at/n", "--json"))
                .as(line.said()).isZero();
        assertThat(line.printed().strip()).isEqualTo("{\"events\":7,\"unnamed\":0,\"unnumbered\":1,"
                + "\"producers\":2,\"outOfOrder\":2,\"share\":" + 2 / 7.0
                + ",\"behind\":{\"p50\":1,\"p90\":2,\"p99\":2,\"max\":2},"
                + "\"lateMillis\":{\"p50\":1023,\"p90\":2000,\"p99\":2000,\"max\":2000},\"missing\":1,"
                + "\"repeated\":1,\"incomplete\":[{\"producer\":\"roof\",\"missing\":1,\"first\":2}]}");
    }

    @Test
    void prints_it_for_people() {
        assertThat(line.run("disorder", data(), "--type=reading", "--producer=/sensor", "--number=/at/n"))
                .as(line.said()).isZero();
        assertThat(line.printed()).contains("out of order        2 (28.57 %)").contains("missing             1")
                .containsPattern("numbers behind +1 +2 +2 +2\n").containsPattern("roof +1 +2\n");
    }

    @Test
    void without_a_producer_all_are_of_one() {
        assertThat(line.run("disorder", data(), "--type=reading", "--number=/at/n", "--json")).isZero();
        assertThat(line.printed()).contains("\"producers\":1,\"outOfOrder\":3")
                .contains("\"missing\":2,\"repeated\":1,").contains("\"producer\":\"all\"");
    }

    @Test
    void says_which_pointer_finds_nothing() {
        assertThat(line.run("disorder", data(), "--type=reading", "--producer=/nobody", "--number=/at/n")).isZero();
        assertThat(line.said()).contains("--producer /nobody finds nothing in 8 of 8 events")
                .doesNotContain("--number");
        assertThat(line.printed()).contains("without a producer  8\n", "without a number    0\n");
        assertThat(line.run("disorder", data(), "--type=reading", "--producer=/at", "--number=/sensor")).isZero();
        assertThat(line.said()).contains("--producer /at finds nothing in 1 of 8 events",
                "--number /sensor finds no whole number in 7 of 8 events");
        assertThat(line.printed()).contains("without a producer  1\n", "without a number    7\n");
    }

    @Test
    void says_what_is_no_pointer_and_what_there_is_none_of() {
        assertThat(line.run("disorder", data(), "--type=reading", "--number=n")).isNotZero();
        assertThat(line.said()).contains("--number n is no JSON pointer: write /name");
        assertThat(line.run("disorder", data(), "--type=other", "--number=/n")).isZero();
        assertThat(line.said()).contains("there is no event of [other]");
    }
}
