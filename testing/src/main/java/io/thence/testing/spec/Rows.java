// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Row;
import io.thence.testing.spec.Line.Mark;
import io.thence.view.ViewQuery;
import java.math.BigDecimal;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows as a table that a person writes and reads: {@code |} between cells, the columns' names on the first line.
 *
 * @param columns the names; none where a query gave no rows
 * @param rows    the cells as texts
 */
record Rows(List<String> columns, List<List<String>> rows) {

    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern ORDERED = Pattern.compile("\\border\\s+by\\b");
    private static final String NULL = "(null)";
    private static final int CELL_MAX = 60;

    /** Reads a table. */
    static Rows parse(String table) {
        var lines = table.lines().filter(line -> !line.isBlank()).map(Rows::cells).toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a table of rows begins with a line of the columns' names:"
                    + " \"account | cents\", say");
        }
        var columns = lines.getFirst().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        var rows = lines.subList(1, lines.size());
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).size() != columns.size()) {
                throw new IllegalArgumentException("row " + (i + 1) + " of the table has " + rows.get(i).size()
                        + " cells, but there are " + columns.size() + " columns: " + String.join(" | ", rows.get(i)));
            }
        }
        return new Rows(columns, rows);
    }

    private static List<String> cells(String line) {
        return Arrays.stream(BAR.split(line, -1)).map(String::strip).toList();
    }

    /** What a query gives. */
    static Rows of(ViewQuery query, String sql) {
        var rows = query.list(sql, Row::columns);
        var columns = rows.isEmpty() ? List.<String>of() : List.copyOf(rows.getFirst().keySet());
        return new Rows(columns, rows.stream().map(row -> row.values().stream().map(Rows::cell).toList()).toList());
    }

    private static String cell(Optional<Object> value) {
        return switch (value.orElse(NULL)) {
            case BigDecimal number -> number.toPlainString();
            case OffsetDateTime time -> time.toInstant().toString();
            case Timestamp time -> time.toLocalDateTime().toString();
            case Clob text -> escaped(whole(text));
            case Object other -> escaped(other.toString());
        };
    }

    private static String whole(Clob text) {
        try {
            return text.getSubString(1, (int) text.length());
        } catch (SQLException e) {
            throw new IllegalStateException("a text of the row cannot be read", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n").strip();
    }

    /** Whether a query gives its rows in an order of its own. */
    static boolean isOrdered(String sql) {
        return ORDERED.matcher(sql.toLowerCase(Locale.ROOT)).find();
    }

    /** Where {@code actual} is something else than these, as a table; empty if it is not. */
    Optional<List<String>> compare(boolean ordered, Rows actual) {
        if (!actual.rows.isEmpty() && !columns.equals(actual.columns)) {
            return Optional.of(List.of("      expected columns  " + String.join(" | ", columns),
                    "    ≠ actual columns    " + String.join(" | ", actual.columns)));
        }
        var one = ordered ? rows : sorted(rows);
        var other = ordered ? actual.rows : sorted(actual.rows);
        if (one.equals(other)) {
            return Optional.empty();
        }
        return Optional.of(new Table(columns, Alignment.of(one, other, this::cost)).text());
    }

    private static List<List<String>> sorted(List<List<String>> rows) {
        return rows.stream().sorted((one, other) -> one.toString().compareTo(other.toString())).toList();
    }

    /** Rows that share a cell are taken for one that has changed. */
    private int cost(List<String> expected, List<String> actual) {
        int same = (int) IntStream.range(0, columns.size())
                .filter(i -> expected.get(i).equals(actual.get(i))).count();
        return same == columns.size() ? 0
                : same == 0 && columns.size() > 1 ? Alignment.NEVER : Alignment.ALONE + columns.size() - same;
    }

    /** Two tables in one: rows that differ stand below each other, with carets under the cells. */
    private record Table(List<String> columns, List<Alignment.Pair<List<String>>> pairs) {

        List<String> text() {
            var text = new ArrayList<String>();
            text.add(line(Mark.SAME, columns));
            for (var pair : pairs) {
                boolean same = pair.expected().equals(pair.actual());
                pair.expected().ifPresent(row -> text.add(line(same ? Mark.SAME : Mark.MISSING, row)));
                if (!same) {
                    pair.actual().ifPresent(row -> text.add(line(Mark.UNEXPECTED, row)));
                    if (pair.expected().isPresent() && pair.actual().isPresent()) {
                        text.add(carets(pair.expected().get(), pair.actual().get()));
                    }
                }
            }
            return text;
        }

        private String line(Mark mark, List<String> cells) {
            return ("    " + mark.sign() + " " + IntStream.range(0, columns.size())
                            .mapToObj(i -> pad(Cut.end(cells.get(i), CELL_MAX), i))
                            .collect(Collectors.joining(" | ")))
                    .stripTrailing();
        }

        private String carets(List<String> expected, List<String> actual) {
            return ("      " + IntStream.range(0, columns.size())
                            .mapToObj(i -> pad(expected.get(i).equals(actual.get(i)) ? ""
                                    : "^".repeat(Math.clamp(Math.max(expected.get(i).length(), actual.get(i).length()),
                                            1, CELL_MAX)), i))
                            .collect(Collectors.joining("   ")))
                    .stripTrailing();
        }

        private String pad(String text, int column) {
            return text + " ".repeat(Math.max(0, width(column) - text.length()));
        }

        private int width(int column) {
            return Math.min(CELL_MAX, pairs.stream()
                    .flatMap(pair -> Stream.concat(pair.expected().stream(), pair.actual().stream()))
                    .mapToInt(row -> row.get(column).length())
                    .reduce(columns.get(column).length(), Math::max));
        }
    }
}
