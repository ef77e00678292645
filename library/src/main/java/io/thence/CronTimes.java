// SPDX-License-Identifier: Apache-2.0
package io.thence;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The times of a {@link Cron}. Its expression is read by a library; the times are found here, since no two libraries
 * agree on what becomes of those that clocks skip or repeat. Immutable.
 */
public final class CronTimes {

    /** A 29th of February on a day of the week comes again after 40 years at the latest, over a year as 2100. */
    private static final int DAYS_MAX = 41 * 366;
    private static final List<Duration> WINDOWS = List.of(Duration.ofHours(1), Duration.ofDays(1),
            Duration.ofDays(31), Duration.ofDays(366));

    private final ZoneId zone;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final boolean isAnyDay;
    private final boolean isEachHour;

    private CronTimes(com.cronutils.model.Cron cron, ZoneId zone) {
        this.zone = zone;
        minutes = values(cron, CronFieldName.MINUTE, 0, 59);
        hours = values(cron, CronFieldName.HOUR, 0, 23);
        daysOfMonth = values(cron, CronFieldName.DAY_OF_MONTH, 1, 31);
        months = values(cron, CronFieldName.MONTH, 1, 12);
        daysOfWeek = values(cron, CronFieldName.DAY_OF_WEEK, 0, 7);
        if (daysOfWeek.get(0)) {
            daysOfWeek.set(7);
        }
        isAnyDay = !isStar(cron, CronFieldName.DAY_OF_MONTH) && !isStar(cron, CronFieldName.DAY_OF_WEEK);
        isEachHour = isStar(cron, CronFieldName.HOUR);
    }

    static CronTimes of(Cron cron) {
        var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        return new CronTimes(parser.parse(cron.expression()), cron.zone());
    }

    private static boolean isStar(com.cronutils.model.Cron cron, CronFieldName field) {
        return cron.retrieve(field).getExpression().asString().startsWith("*");
    }

    private static BitSet values(com.cronutils.model.Cron cron, CronFieldName field, int least, int most) {
        var values = new BitSet();
        values.set(least, most + 1);
        return values(cron.retrieve(field).getExpression(), values, 1);
    }

    /** Every so many-th that an expression names, of those that a field has. */
    private static BitSet values(FieldExpression expression, BitSet of, int step) {
        return switch (expression) {
            case Always _ -> stepped(of, of.nextSetBit(0), of.length() - 1, step);
            case On on -> {
                int value = on.getTime().getValue();
                yield stepped(of, value, step == 1 ? value : of.length() - 1, step);
            }
            case Between range ->
                stepped(of, (Integer) range.getFrom().getValue(), (Integer) range.getTo().getValue(), step);
            case Every every -> values(every.getExpression(), of, every.getPeriod().getValue());
            case And all -> {
                var any = new BitSet();
                all.getExpressions().forEach(one -> any.or(values(one, of, 1)));
                yield any;
            }
            default -> throw new IllegalArgumentException("'" + expression.asString() + "' is not known here");
        };
    }

    private static BitSet stepped(BitSet of, int from, int to, int step) {
        var values = new BitSet();
        for (int value = from; value <= to; value += step) {
            values.set(value, of.get(value));
        }
        return values;
    }

    /** The first after {@code after}; empty if none ever comes. */
    public Optional<Instant> next(Instant after) {
        return isEachHour ? nextAsTimePasses(after) : nextByClock(after);
    }

    /** The last after {@code after} and not after {@code upTo}; empty if there is none. */
    public Optional<Instant> latest(Instant after, Instant upTo) {
        var found = Optional.<Instant>empty();
        for (var window : WINDOWS) {
            var from = upTo.minus(window);
            found = latestAfter(from.isBefore(after) ? after : from, upTo);
            if (found.isPresent() || from.isBefore(after)) {
                return found;
            }
        }
        return latestAfter(after, upTo);
    }

    private Optional<Instant> latestAfter(Instant after, Instant upTo) {
        var last = Optional.<Instant>empty();
        var next = next(after);
        while (next.isPresent() && !next.get().isAfter(upTo)) {
            last = next;
            next = next(next.get());
        }
        return last;
    }

    /** One stretch of constant offset after the other, each by itself. */
    private Optional<Instant> nextAsTimePasses(Instant after) {
        var rules = zone.getRules();
        var from = after;
        var offset = rules.getOffset(after);
        var local = LocalDateTime.ofInstant(after, offset);
        while (true) {
            var found = following(local);
            var end = rules.nextTransition(from);
            if (found.isEmpty() || end == null || found.get().toInstant(offset).isBefore(end.getInstant())) {
                return at(found, offset);
            }
            from = end.getInstant();
            offset = end.getOffsetAfter();
            local = end.getDateTimeAfter().minusNanos(1);
        }
    }

    private static Optional<Instant> at(Optional<LocalDateTime> local, ZoneOffset offset) {
        return local.map(time -> time.toInstant(offset));
    }

    /** The first time on the clock's face whose moment is later. */
    private Optional<Instant> nextByClock(Instant after) {
        var local = LocalDateTime.ofInstant(after, zone);
        var repeated = zone.getRules().getTransition(local);
        if (repeated != null && repeated.isOverlap() && !after.isBefore(repeated.getInstant())) {
            local = repeated.getDateTimeBefore().minusNanos(1); // all before that came the first time
        }
        while (true) {
            var found = following(local);
            var moment = found.map(this::moment);
            if (moment.isEmpty() || moment.get().isAfter(after)) {
                return moment;
            }
            local = found.get();
        }
    }

    private Instant moment(LocalDateTime local) {
        var change = zone.getRules().getTransition(local);
        return change != null && change.isGap() ? change.getInstant()
                : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }

    /** The first time on the clock's face after one; empty if none ever comes. */
    private Optional<LocalDateTime> following(LocalDateTime after) {
        var start = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        var end = start.toLocalDate().plusDays(DAYS_MAX);
        var time = start.toLocalTime();
        for (var day = start.toLocalDate(); day.isBefore(end); day = nextDay(day)) {
            var found = isDay(day) ? onDay(time) : Optional.<LocalTime>empty();
            if (found.isPresent()) {
                return Optional.of(day.atTime(found.get()));
            }
            time = LocalTime.MIN;
        }
        return Optional.empty();
    }

    private LocalDate nextDay(LocalDate day) {
        return months.get(day.getMonthValue()) ? day.plusDays(1) : day.withDayOfMonth(1).plusMonths(1);
    }

    private boolean isDay(LocalDate day) {
        boolean isOfMonth = daysOfMonth.get(day.getDayOfMonth());
        boolean isOfWeek = daysOfWeek.get(day.getDayOfWeek().getValue());
        return months.get(day.getMonthValue()) && (isAnyDay ? isOfMonth || isOfWeek : isOfMonth && isOfWeek);
    }

    /** The first time of a day that is not before {@code from}. */
    private Optional<LocalTime> onDay(LocalTime from) {
        int hour = hours.nextSetBit(from.getHour());
        int minute = minutes.nextSetBit(hour == from.getHour() ? from.getMinute() : 0);
        if (minute < 0) {
            hour = hours.nextSetBit(from.getHour() + 1);
            minute = minutes.nextSetBit(0);
        }
        return hour < 0 ? Optional.empty() : Optional.of(LocalTime.of(hour, minute));
    }
}
