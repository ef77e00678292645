// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Values as a person reads them: texts in quotes, records by their components, the same value always as the same text.
 */
final class Shown {

    private Shown() {}

    /** {@code value} on one line. */
    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> quoted(text);
            case BigDecimal number -> number.toPlainString();
            case Optional<?> optional -> optional.map(Shown::of).orElse("(empty)");
            case Record record -> record.getClass().getSimpleName() + components(record).stream()
                    .map(part -> part.name() + "=" + of(part.value())).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map -> map.entrySet().stream().map(e -> of(e.getKey()) + ": " + of(e.getValue())).sorted()
                    .collect(Collectors.joining(", ", "{", "}"));
            case Set<?> set -> set.stream().map(Shown::of).sorted().collect(Collectors.joining(", ", "{", "}"));
            case Collection<?> list -> list.stream().map(Shown::of).collect(Collectors.joining(", ", "[", "]"));
            case Object array when array.getClass().isArray() -> of(elements(array));
            default -> String.valueOf(value);
        };
    }

    /** A component of a record. */
    record Part(String name, @Nullable Object value) {}

    /** The components of {@code record}, in their order. */
    static List<Part> components(Record record) {
        var parts = new ArrayList<Part>();
        for (var component : record.getClass().getRecordComponents()) {
            parts.add(new Part(component.getName(), value(record, component)));
        }
        return parts;
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("component " + component.getName() + " of "
                    + record.getClass().getName() + " cannot be read: let its accessor throw nothing, and open its"
                    + " package to io.thence.testing", e);
        }
    }

    private static List<@Nullable Object> elements(Object array) {
        var elements = new ArrayList<@Nullable Object>();
        IntStream.range(0, Array.getLength(array)).forEach(i -> elements.add(Array.get(array, i)));
        return elements;
    }

    /** Whether two values are the same: equal, or records and arrays of the same parts. */
    static boolean isSame(@Nullable Object one, @Nullable Object other) {
        if (Objects.equals(one, other)) {
            return true;
        }
        if (one == null || other == null || one.getClass() != other.getClass()) {
            return false;
        }
        if (one instanceof Record left && other instanceof Record right) {
            var rights = components(right);
            return IntStream.range(0, rights.size())
                    .allMatch(i -> isSame(components(left).get(i).value(), rights.get(i).value()));
        }
        return one.getClass().isArray() && isSame(elements(one), elements(other), 0);
    }

    private static boolean isSame(List<?> one, List<?> other, int from) {
        return one.size() == other.size()
                && IntStream.range(from, one.size()).allMatch(i -> isSame(one.get(i), other.get(i)));
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (isSeen(c)) {
                        out.appendCodePoint(c);
                    } else {
                        escape(out, c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    /** Blanks other than the space bar's, marks that join the letter before, and controls look like something else. */
    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.NON_SPACING_MARK, Character.UNASSIGNED,
                    Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    private static void escape(StringBuilder out, int c) {
        for (char unit : Character.toChars(c)) {
            out.append("\\u%04x".formatted((int) unit));
        }
    }
}
