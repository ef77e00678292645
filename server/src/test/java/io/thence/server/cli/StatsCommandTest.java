// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.Json;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What is in a store, counted. */
@Timeout(60)
class StatsCommandTest {
    @TempDir
    Path folder;

    private final CommandLine line = new CommandLine();

    @BeforeEach
    void write() throws IOException {
        var file = Files.writeString(folder.resolve("parts.csv"), """
                what,cart,item,when
                put,7,apple,2020-01-01
                put,7,pear,2020-01-02
                put,8,apple,2020-01-03
                paid,7,,2020-01-04
                """);
        assertThat(line.run("import", file.toString(), data(), "--type-column", "what", "--key", "cart,item",
                "--time", "when", "--columns", "item")).as(line.said()).isZero();
    }

    private String data() {
        return "--data=" + folder.resolve("store");
    }

    private JsonNode json(String... args) {
        assertThat(line.run(args)).as(line.said()).isZero();
        return Json.tree(line.printed().getBytes(StandardCharsets.UTF_8), "what was printed");
    }

    @Test
    void countsEventsByTypeAndKey() throws IOException {
        var stats = json("stats", data(), "--json");
        assertThat(stats.path("head").asInt()).isEqualTo(4);
        assertThat(stats.path("types").path("put")).hasToString("{\"events\":3,\"bytes\":47,\"first\":1,"
                + "\"firstTime\":\"2020-01-01T00:00:00Z\",\"last\":3,\"lastTime\":\"2020-01-03T00:00:00Z\"}");
        assertThat(stats.path("types").path("paid").path("events").asInt()).isEqualTo(1);
        assertThat(stats.path("keys").path("cart").path("events").asInt()).isEqualTo(4);
        assertThat(stats.path("keys").path("item").path("events").asInt()).isEqualTo(3);
        assertThat(stats.path("latest").path("PT1M").asInt()).isEqualTo(4);
        assertThat(stats.path("segments").asInt()).isEqualTo(1);
        assertThat(stats.path("parts").path("log").path("bytes").asLong())
                .isEqualTo(Files.size(folder.resolve("store/log/0000000000.segment")));
        assertThat(stats.has("writer")).isFalse();
        assertThat(line.run("stats", data())).isZero();
        assertThat(line.printed()).containsPattern("put +3 +47 +3 +2020-01-03T00:00:00Z")
                .contains("; 4 in the minute, 4 in the hour, 4 in the day up to the last one\n")
                .containsPattern("log +\\d+ +[\\d,]+");
    }

    @Test
    void storeInUseIsCountedToo() {
        try (var disk = new FileDisk(folder.resolve("store"));
                var _ = LogStore.open(new SystemWorld(), disk, LogSettings.DEFAULT)) {
            var stats = json("stats", data(), "--json");
            assertThat(stats.path("events").asInt()).isEqualTo(4);
            if (Files.isDirectory(Path.of("/proc/self/fd"))) {
                assertThat(stats.path("writer").asLong()).isEqualTo(ProcessHandle.current().pid());
                assertThat(stats.path("openFiles").asInt()).isPositive();
            }
        }
    }

    @Test
    void listsKeysAndTheirValues() {
        assertThat(line.run("streams", data())).isZero();
        assertThat(line.printed()).isEqualToIgnoringNewLines("""
                key   events  last position  last time
                cart       4              4  2020-01-04T00:00:00Z
                item       3              3  2020-01-03T00:00:00Z
                """);
        assertThat(line.run("streams", "item", data(), "--most")).isZero();
        assertThat(line.printed().lines().map(row -> row.substring(0, row.indexOf(" "))))
                .containsExactly("item", "apple", "pear");
        assertThat(line.run("streams", "cart", data(), "--limit", "1")).isZero();
        assertThat(line.said()).contains("--after '7'");
        assertThat(json("streams", "cart", data(), "--after", "7", "--json")).hasToString("{\"value\":\"8\","
                + "\"events\":1,\"bytes\":16,\"first\":3,\"firstTime\":\"2020-01-03T00:00:00Z\",\"last\":3,"
                + "\"lastTime\":\"2020-01-03T00:00:00Z\"}");
        assertThat(line.run("streams", "none", data(), "--json")).isZero();
        assertThat(line.printed()).isEmpty();
    }
}
