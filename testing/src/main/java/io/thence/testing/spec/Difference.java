// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.testing.spec.Line.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where two values differ, part by part: it goes into records, lists, maps and sets only where they do, so a part that
 * is the same is one line.
 */
final class Difference {

    private final List<Line> lines = new ArrayList<>();

    private Difference() {}

    /** The lines of a comparison of two values of one name, which stands where they are no composites. */
    static List<Line> of(String name, @Nullable Object expected, @Nullable Object actual) {
        var difference = new Difference();
        difference.compare("", name, expected, actual);
        return difference.lines;
    }

    /** The parts of a value that is only on one side. */
    static List<Line> alone(Mark mark, Object value) {
        if (!(value instanceof Record record)) {
            return List.of(one(mark, "", value));
        }
        return Shown.components(record).stream().map(part -> one(mark, part.name(), part.value())).toList();
    }

    private static Line one(Mark mark, String label, @Nullable Object value) {
        var text = Shown.of(value);
        return mark == Mark.MISSING ? new Line(mark, label, text, "") : new Line(mark, label, "", text);
    }

    private void compare(String path, String name, @Nullable Object expected, @Nullable Object actual) {
        if (Shown.isSame(expected, actual)) {
            lines.add(new Line(Mark.SAME, label(path, name), Shown.of(expected), Shown.of(actual)));
        } else if (expected instanceof Record one && actual instanceof Record other
                && one.getClass() == other.getClass()) {
            var parts = Shown.components(other);
            var before = path.isEmpty() ? "" : path + ".";
            int i = 0;
            for (var part : Shown.components(one)) {
                compare(before + part.name(), name, part.value(), parts.get(i++).value());
            }
        } else if (expected instanceof List<?> one && actual instanceof List<?> other) {
            lists(path, name, one, other);
        } else if (expected instanceof Map<?, ?> one && actual instanceof Map<?, ?> other) {
            maps(path, name, one, other);
        } else if (expected instanceof Set<?> one && actual instanceof Set<?> other) {
            sets(path, one, other);
        } else if (expected instanceof Optional<?> one && actual instanceof Optional<?> other
                && one.isPresent() && other.isPresent()) {
            compare(path, name, one.get(), other.get());
        } else {
            lines.add(different(label(path, name), expected, actual));
        }
    }

    private static String label(String path, String name) {
        return path.isEmpty() ? name : path;
    }

    private void lists(String path, String name, List<?> expected, List<?> actual) {
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            var at = path + "[" + i + "]";
            if (i >= actual.size()) {
                lines.add(one(Mark.MISSING, at, expected.get(i)));
            } else if (i >= expected.size()) {
                lines.add(one(Mark.UNEXPECTED, at, actual.get(i)));
            } else {
                compare(at, name, expected.get(i), actual.get(i));
            }
        }
    }

    private void maps(String path, String name, Map<?, ?> expected, Map<?, ?> actual) {
        expected.forEach((key, value) -> {
            var at = path + "[" + Shown.of(key) + "]";
            if (actual.containsKey(key)) {
                compare(at, name, value, actual.get(key));
            } else {
                lines.add(one(Mark.MISSING, at, value));
            }
        });
        actual.forEach((key, value) -> {
            if (!expected.containsKey(key)) {
                lines.add(one(Mark.UNEXPECTED, path + "[" + Shown.of(key) + "]", value));
            }
        });
    }

    private void sets(String path, Set<?> expected, Set<?> actual) {
        expected.stream().filter(value -> !actual.contains(value))
                .forEach(value -> lines.add(one(Mark.MISSING, path + "{}", value)));
        actual.stream().filter(value -> !expected.contains(value))
                .forEach(value -> lines.add(one(Mark.UNEXPECTED, path + "{}", value)));
    }

    /** Two values that differ never read the same: where their texts do, the types are said. */
    private static Line different(String label, @Nullable Object expected, @Nullable Object actual) {
        var one = Shown.of(expected);
        var other = Shown.of(actual);
        if (one.equals(other) && expected != null && actual != null) {
            one += " (" + expected.getClass().getSimpleName() + ")";
            other += " (" + actual.getClass().getSimpleName() + ")";
            other += expected.getClass() == actual.getClass() ? ": no equals(..)" : "";
        }
        return new Line(Mark.DIFFERENT, label, one, other);
    }
}
