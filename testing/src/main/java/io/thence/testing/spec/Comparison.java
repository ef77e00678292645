// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.testing.spec.Line.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A comparison as text: what is compared on the left, the two sides beside each other, and a mark before each line that
 * is not the same.
 *
 * <pre>
 *       event      expected  actual
 *       Moved
 *         account  "anna"    "anna"
 *     ≠   cents    -200      -300
 *     - Noted
 *     -   text     "paid"
 * </pre>
 *
 * @param what  names the left column
 * @param one   names the first side
 * @param other names the second side
 * @param lines the lines
 */
record Comparison(String what, String one, String other, List<Line> lines) {

    private static final int CELL_MAX = 60;
    private static final int LABEL_MAX = 100;
    /** So many equal lines before and after a difference are shown; of a longer run the rest is counted. */
    private static final int AROUND = 3;

    Comparison {
        lines = List.copyOf(lines);
    }

    /** Events, in order: those of one type stand side by side. */
    static Comparison ofEvents(List<?> expected, List<?> actual) {
        var lines = new ArrayList<Line>();
        for (var pair : Alignment.of(List.<Object>copyOf(expected), List.copyOf(actual), Comparison::cost)) {
            if (pair.expected().isEmpty()) {
                alone(Mark.UNEXPECTED, pair.actual().orElseThrow(), lines);
            } else if (pair.actual().isEmpty()) {
                alone(Mark.MISSING, pair.expected().get(), lines);
            } else if (Shown.isSame(pair.expected().get(), pair.actual().get())) {
                lines.add(Line.same(Shown.of(pair.actual().get())));
            } else {
                lines.add(Line.same(name(pair.actual().get())));
                Difference.of("value", pair.expected().get(), pair.actual().get())
                        .forEach(line -> lines.add(line.indented()));
            }
        }
        return new Comparison("event", "expected", "actual", lines);
    }

    private static int cost(Object expected, Object actual) {
        if (Shown.isSame(expected, actual)) {
            return 0;
        }
        if (expected.getClass() != actual.getClass()) {
            return Alignment.NEVER;
        }
        var lines = Difference.of("", expected, actual);
        long differing = lines.stream().filter(line -> line.mark() != Mark.SAME).count();
        return Math.max(1, (int) (differing * (2 * Alignment.ALONE - 2) / lines.size()));
    }

    private static void alone(Mark mark, Object event, List<Line> lines) {
        lines.add(new Line(mark, name(event), "", ""));
        Difference.alone(mark, event).forEach(line -> lines.add(line.indented()));
    }

    private static String name(Object event) {
        return event.getClass().getSimpleName();
    }

    /** One value. */
    static Comparison ofValues(String what, @Nullable Object expected, @Nullable Object actual) {
        return new Comparison(what, "expected", "actual", Difference.of("", expected, actual));
    }

    /** The same with other names for the sides. */
    Comparison named(String first, String second) {
        return new Comparison(what, first, second, lines);
    }

    /** Whether the two sides are the same. */
    boolean isSame() {
        return lines.stream().allMatch(line -> line.mark() == Mark.SAME);
    }

    /** The text, a line each; every line begins with four blanks but for the mark. */
    List<String> text() {
        var cells = lines.stream().map(Comparison::cut).toList();
        int labels = width(what, cells.stream().filter(line -> !isTitle(line)).map(Line::label).toList());
        int firsts = width(one, cells.stream().map(Line::expected).toList());
        var text = new ArrayList<String>();
        text.add("      " + pad(what, labels) + "  " + pad(one, firsts) + "  " + other);
        int i = 0;
        while (i < cells.size()) {
            int run = run(i);
            if (run > 2 * AROUND + 1) {
                int head = i == 0 ? 0 : AROUND;
                int tail = i + run == cells.size() ? 0 : AROUND;
                cells.subList(i, i + head).forEach(line -> text.add(text(line, labels, firsts)));
                text.add("      … " + (run - head - tail) + " more that are the same");
                i += run - tail;
                cells.subList(i, i + tail).forEach(line -> text.add(text(line, labels, firsts)));
                i += tail;
            } else {
                text.add(text(cells.get(i++), labels, firsts));
            }
        }
        return text;
    }

    private int run(int from) {
        int to = from;
        while (to < lines.size() && lines.get(to).mark() == Mark.SAME) {
            to++;
        }
        return to - from;
    }

    /** The sides side by side would be wider than a screen if one text could be of any length. */
    private static Line cut(Line line) {
        if (isTitle(line)) {
            return new Line(line.mark(), Cut.end(line.label(), LABEL_MAX), "", "");
        }
        var cut = Cut.around(line.expected(), line.actual(), CELL_MAX);
        return new Line(line.mark(), Cut.end(line.label(), CELL_MAX), cut.one(), cut.other());
    }

    private static boolean isTitle(Line line) {
        return line.expected().isEmpty() && line.actual().isEmpty();
    }

    private static String text(Line line, int labels, int firsts) {
        return ("    " + line.mark().sign() + " " + pad(line.label(), labels) + "  " + pad(line.expected(), firsts)
                + "  " + line.actual()).stripTrailing();
    }

    private static int width(String title, List<String> texts) {
        return texts.stream().mapToInt(String::length).reduce(title.length(), Math::max);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** All that is not the same, in words: {@code 1 differs, 2 are missing}. */
    static String count(List<?> expected, List<?> actual) {
        var pairs = Alignment.of(List.<Object>copyOf(expected), List.copyOf(actual), Comparison::cost);
        long missing = pairs.stream().filter(pair -> pair.actual().isEmpty()).count();
        long more = pairs.stream().filter(pair -> pair.expected().isEmpty()).count();
        long different = pairs.stream()
                .filter(pair -> pair.expected().isPresent() && pair.actual().isPresent())
                .filter(pair -> !Shown.isSame(pair.expected().get(), pair.actual().get()))
                .count();
        return List.of(counted(different, "differs", "differ"), counted(missing, "is missing", "are missing"),
                        counted(more, "was not expected", "were not expected"))
                .stream().filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
    }

    private static String counted(long count, String one, String many) {
        return count == 0 ? "" : count + " " + (count == 1 ? one : many);
    }
}
