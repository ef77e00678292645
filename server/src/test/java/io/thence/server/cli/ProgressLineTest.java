// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressLineTest {
    private final SystemWorld world = new SystemWorld();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StringWriter out = new StringWriter();

    private Terminal terminal(boolean shown) {
        return new Terminal(new PrintWriter(out), new PrintStream(err, true, StandardCharsets.UTF_8), shown, shown, 80);
    }

    private void work(Terminal terminal) {
        try (var line = new ProgressLine(terminal, "feed", "lines", 1)) {
            for (int i = 0; i <= 100; i++) {
                line.at(i, 100);
                world.await(new Signal(), Duration.ofMillis(10));
            }
            line.say("half of it is done");
        }
    }

    @Test
    void drawsABarWhereAPersonLooks() {
        work(terminal(true));
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("feed").contains("%").contains("lines")
                .contains("thence: half of it is done\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void drawsNothingElsewhere() {
        work(terminal(false));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("thence: half of it is done\n");
    }

    @Test
    void drawsWhenAskedTo() {
        work(terminal(false).withProgress(true));
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("%");
    }
}
