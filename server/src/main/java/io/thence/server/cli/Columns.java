// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Rows of texts in columns, numbers to the right. */
final class Columns {

    private Columns() {}

    static void print(PrintWriter out, List<List<String>> rows) {
        print(out, rows, Integer.MAX_VALUE);
    }

    /** Cuts lines to a width. */
    static void print(PrintWriter out, List<List<String>> rows, int width) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        rows.forEach(row -> {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                var text = row.get(i);
                var room = " ".repeat(widths[i] - text.length());
                line.append(isNumber(rows, i) ? room + text : text + room).append("  ");
            }
            out.println(cut(line.toString().stripTrailing(), width));
        });
    }

    static String cut(String line, int width) {
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }

    private static boolean isNumber(List<List<String>> rows, int column) {
        return rows.stream().skip(1).allMatch(row -> row.get(column).matches("[0-9][0-9,.]*"));
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
