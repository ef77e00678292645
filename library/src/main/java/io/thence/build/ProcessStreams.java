// SPDX-License-Identifier: Apache-2.0
package io.thence.build;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a process for builds reads and writes: its result, and what it says beside, both in UTF-8. */
record ProcessStreams(InputStream in, PrintStream out, PrintStream err) {

    /** All is well. */
    static final int FINE = 0;

    /** It could not find out. */
    static final int FAILED = 2;

    /** It has found what is not well. */
    static final int FOUND = 3;

    /** Those of this JVM. What an application prints, as its classes load, is no part of the result from here on. */
    static ProcessStreams ofJvm() {
        var result = System.out;
        System.setOut(System.err);
        return new ProcessStreams(System.in, new PrintStream(result, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8));
    }
}
