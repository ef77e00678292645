// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A failed test: what is wrong, where the sides differ, and how it came to that. Its trace begins at the test. */
final class Failure {

    private static final String HERE = Failure.class.getPackageName() + ".";

    private Failure() {}

    static AssertionError of(String headline, Comparison comparison, Run run) {
        return of(headline, comparison.text(), run);
    }

    static AssertionError of(String headline, List<String> lines, Run run) {
        return told(headline, lines, run.context());
    }

    /** A failure with what led to it, a line each. */
    static AssertionError told(String headline, List<String> lines, List<String> context) {
        var text = new ArrayList<String>();
        text.add(headline);
        for (var part : List.of(lines, context)) {
            if (!part.isEmpty()) {
                text.add("");
                text.addAll(part);
            }
        }
        var error = new AssertionError(String.join("\n", text));
        var trace = Arrays.stream(error.getStackTrace())
                .dropWhile(frame -> frame.getClassName().startsWith(HERE) && isOurs(frame))
                .toArray(StackTraceElement[]::new);
        error.setStackTrace(trace);
        return error;
    }

    /** A test of this package is no part of it. */
    private static boolean isOurs(StackTraceElement frame) {
        return !frame.getClassName().endsWith("Test");
    }
}
