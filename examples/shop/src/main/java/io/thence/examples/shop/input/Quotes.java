// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.util.Optional;

/** Checks the quotes of one line: a column that starts with a quote ends with one, and nothing else ends it. */
final class Quotes {

    private Quotes() {}

    /** What is wrong, and where the column starts in which it is. */
    record Fault(int from, String reason) {}

    static Optional<Fault> fault(String line) {
        if (line.indexOf('"') < 0) {
            return Optional.empty(); // nearly always
        }
        int column = 0;
        for (int from = 0; from < line.length(); column++) {
            int end = from;
            if (line.charAt(from) == '"') {
                end = afterClosing(line, from);
                if (end < 0) {
                    return fault(column, from, " opens a quote that its line does not close");
                }
                if (end < line.length() && line.charAt(end) != ',') {
                    return fault(column, from, " has text after its closing quote");
                }
            }
            int comma = line.indexOf(',', end);
            from = comma < 0 ? line.length() : comma + 1;
        }
        return Optional.empty();
    }

    private static Optional<Fault> fault(int column, int from, String what) {
        return Optional.of(new Fault(from, Column.titleAt(column) + what));
    }

    /** The index after the quote that closes the one at {@code opening}, or -1. Two quotes stand for one. */
    private static int afterClosing(String line, int opening) {
        int quote = line.indexOf('"', opening + 1);
        while (quote >= 0 && quote + 1 < line.length() && line.charAt(quote + 1) == '"') {
            quote = line.indexOf('"', quote + 2);
        }
        return quote < 0 ? -1 : quote + 1;
    }
}
