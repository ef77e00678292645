// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** The names of kinds of numbers, times and texts in schemas. */
final class Format {

    private static final Map<Class<?>, String> NAMES = Map.ofEntries(
            Map.entry(byte.class, "int8"), Map.entry(Byte.class, "int8"),
            Map.entry(short.class, "int16"), Map.entry(Short.class, "int16"),
            Map.entry(int.class, "int32"), Map.entry(Integer.class, "int32"),
            Map.entry(OptionalInt.class, "int32"),
            Map.entry(long.class, "int64"), Map.entry(Long.class, "int64"),
            Map.entry(OptionalLong.class, "int64"),
            Map.entry(float.class, "float"), Map.entry(Float.class, "float"),
            Map.entry(double.class, "double"), Map.entry(Double.class, "double"),
            Map.entry(OptionalDouble.class, "double"),
            Map.entry(BigDecimal.class, "decimal"),
            Map.entry(char.class, "char"), Map.entry(Character.class, "char"),
            Map.entry(UUID.class, "uuid"), Map.entry(URI.class, "uri"),
            Map.entry(Instant.class, "date-time"), Map.entry(OffsetDateTime.class, "date-time"),
            Map.entry(LocalDateTime.class, "date-time-local"), Map.entry(LocalTime.class, "time-local"),
            Map.entry(LocalDate.class, "date"), Map.entry(OffsetTime.class, "time"),
            Map.entry(Duration.class, "duration"));

    private Format() {}

    /** The name for {@code type}, if it has one; other types of {@code java.time} have their own with dashes. */
    static Optional<String> of(Class<?> type) {
        var name = NAMES.get(type);
        if (name == null && type.getPackageName().equals("java.time")) {
            return Optional.of(type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
        }
        return Optional.ofNullable(name);
    }

    /** Whether every number of {@code from} is one of {@code to}; "" stands for whole numbers of any size. */
    static boolean widens(String from, String to) {
        return (rank(from) >= 0 && rank(to) > rank(from))
                || (isExactInDouble(from) && to.equals("double"))
                || (from.equals("float") && to.equals("double"))
                || ((from.equals("float") || from.equals("double")) && to.equals("decimal"));
    }

    private static int rank(String format) {
        return switch (format) {
            case "int8" -> 1;
            case "int16" -> 2;
            case "int32" -> 3;
            case "int64" -> 4;
            case "" -> 5;
            case "decimal" -> 6;
            default -> -1;
        };
    }

    private static boolean isExactInDouble(String format) {
        return rank(format) >= 1 && rank(format) <= 3;
    }
}
