// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Runs commands, and keeps what the last one printed. */
final class CommandLine {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(new Terminal(new PrintWriter(new ResultStream(out), false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false, false, 90), args);
    }

    /** Its result. */
    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What it said to a person. */
    String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
