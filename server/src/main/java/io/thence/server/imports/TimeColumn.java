// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.ThenceException.BadRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The column that says when something happened, written {@code COLUMN[:PATTERN]}: without a pattern as in ISO 8601,
 * with a space for the T if wanted; {@code epoch} and {@code epoch-millis} are seconds and milliseconds since 1970;
 * else a pattern of {@link DateTimeFormatter}, whose {@code yy} are years from 1969 to 2068, as in POSIX. A date is its
 * first moment.
 */
public final class TimeColumn {

    private static final Pattern TWO_DIGITS = Pattern.compile("(?<!u)uu(?!u)");
    private static final int FIRST_YEAR = 1969;
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder().parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart().appendPattern("['T'][' ']").append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart().appendPattern("[' ']").appendZoneOrOffsetId().optionalEnd().optionalEnd()
            .toFormatter(Locale.ROOT);

    private final Column column;
    private final String written;
    private final ZoneId zone;
    private final Function<String, Instant> reading;

    private TimeColumn(Column column, String pattern, ZoneId zone) {
        this.column = column;
        this.zone = zone;
        written = pattern;
        reading = switch (pattern) {
            case "" -> text -> instant(ISO, text);
            case "epoch" -> text -> epoch(new BigDecimal(text));
            case "epoch-millis" -> text -> epoch(new BigDecimal(text).movePointLeft(3));
            default -> {
                var format = format(pattern);
                yield text -> instant(format, text);
            }
        };
    }

    /** Reads the written form; times without a zone are in {@code zone}. */
    public static TimeColumn parse(String text, ZoneId zone) {
        int colon = text.indexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        return new TimeColumn(Column.parse(name), colon < 0 ? "" : text.substring(colon + 1), zone);
    }

    /** A reader that takes no 30th of February; it needs years without an era. */
    private static DateTimeFormatter format(String written) {
        var pattern = withoutEras(written);
        try {
            var format = new DateTimeFormatterBuilder().parseCaseInsensitive();
            var years = TWO_DIGITS.matcher(pattern);
            int at = 0;
            while (years.find()) {
                format.appendPattern(pattern.substring(at, years.start()))
                        .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_YEAR);
                at = years.end();
            }
            return format.appendPattern(pattern.substring(at)).toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("'" + written + "' is no pattern of a time (" + e.getMessage()
                    + "): write it as in yyyy-MM-dd HH:mm:ss, or epoch, or epoch-millis");
        }
    }

    private static String withoutEras(String pattern) {
        var parts = pattern.split("'", -1);
        for (int i = 0; i < parts.length; i += 2) {
            parts[i] = parts[i].replace('y', 'u');
        }
        return String.join("'", parts);
    }

    private static Instant epoch(BigDecimal seconds) {
        var whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(whole.longValueExact(), seconds.subtract(whole).movePointRight(9).longValue());
    }

    private Instant instant(DateTimeFormatter format, String text) {
        TemporalAccessor parsed = format.parseBest(text, ZonedDateTime::from, OffsetDateTime::from,
                LocalDateTime::from, LocalDate::from);
        return switch (parsed) {
            case ZonedDateTime time -> time.toInstant();
            case OffsetDateTime time -> time.toInstant();
            case LocalDateTime time -> time.atZone(zone).toInstant();
            default -> LocalDate.from(parsed).atStartOfDay(zone).toInstant();
        };
    }

    /** The name of the column. */
    String name() {
        return column.name();
    }

    /** When the entry happened. */
    Instant in(ObjectNode values) {
        var text = column.text(values)
                .orElseThrow(() -> new BadRequest("column '" + name() + "' has no time"));
        try {
            return reading.apply(text.strip());
        } catch (DateTimeException | ArithmeticException | NumberFormatException _) {
            throw new BadRequest("column '" + name() + "' is no time" + (written.isEmpty() ? "" : " as in " + written)
                    + ": '" + text + "'");
        }
    }

    /** All that decides which time is read. */
    ArrayNode canonical() {
        return JsonNodeFactory.instance.arrayNode().add(column.name()).add(written).add(zone.getId());
    }
}
