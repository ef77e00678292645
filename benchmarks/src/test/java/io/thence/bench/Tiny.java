// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import io.thence.bench.measure.Scale;
import io.thence.server.cli.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The benchmarks in small: what they do, not how fast. */
public final class Tiny {

    /** Enough to see each row run. */
    public static final Scale SCALE = new Scale(
            Duration.ofMillis(40), Duration.ofMillis(80), 1, 1 << 10, 10_000, 50_000, 1_000, 5, 20, false);

    private Tiny() {}

    /** A terminal that nobody reads. */
    public static Terminal terminal() {
        return new Terminal(new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), false, false, 120);
    }
}
