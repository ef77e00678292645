// SPDX-License-Identifier: Apache-2.0
package io.thence.build;

/** Why something could not be found out, for who reads what a build says. */
final class Reason {

    private static final int CAUSES_MAX = 10;

    private Reason() {}

    /** What {@code thrown} says, and a line for each cause: where a class cannot be initialised only these say why. */
    static String of(Throwable thrown) {
        var text = new StringBuilder(thrown.getMessage() == null ? thrown.toString() : thrown.getMessage());
        var cause = thrown.getCause();
        for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
            text.append("\n  caused by ").append(cause);
            cause = cause.getCause();
        }
        return text.toString();
    }
}
