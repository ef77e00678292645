// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Medians;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Scale;
import io.thence.server.cli.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** The benchmarks in small: what they do, not how fast. */
public final class Tiny {

    /** Enough to see each row run. */
    public static final Scale SCALE = new Scale(
            Duration.ofMillis(40), Duration.ofMillis(80), 1, 1 << 10, 10_000, 50_000, 1_000, 5, 20, false);

    private Tiny() {}

    /** Measures a row once: every contender has done its work, and what is asked for can be judged. */
    public static void check(Row row, Lab lab) throws Exception {
        var measured = row.measure(lab, 1);
        assertThat(measured.failures()).isEmpty();
        assertThat(measured.rounds()).hasSize(1);
        var medians = Medians.of(measured.rounds(), 150);
        assertThat(medians.value(Entrant.OURS)).isPresent();
        assertThat(medians.values().values()).allSatisfy(value -> assertThat(value).isPositive());
        assertThat(measured.flush().keySet()).containsExactlyElementsOf(medians.values().keySet());
        assertThat(row.bars()).allSatisfy(bar -> assertThat(bar.stands(medians)).as(bar.text()).isPresent());
        assertThat(row.floors()).allSatisfy(floor -> assertThat(medians.value(floor.peer())).isPresent());
    }

    /** A terminal that nobody reads. */
    public static Terminal terminal() {
        return new Terminal(new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), false, false, 120);
    }
}
