// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Times of cron expressions: known ones, those at known changes of clocks, and all of a plain search. */
class CronTimesTest {

    private static final String PRAGUE = "Europe/Prague";

    private static List<Instant> times(String expression, String zone, String after, int count) {
        var times = new Cron(expression, ZoneId.of(zone)).times();
        var found = new ArrayList<Instant>();
        var last = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            last = times.next(last).orElseThrow();
            found.add(last);
        }
        return found;
    }

    private static List<Instant> instants(String spaced) {
        return Stream.of(spaced.split(" ")).map(Instant::parse).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 3 * * *       | 2026-01-01T03:00:00Z 2026-01-02T03:00:00Z 2026-01-03T03:00:00Z",
        "*/20 8-9 * * *  | 2026-01-01T08:00:00Z 2026-01-01T08:20:00Z 2026-01-01T08:40:00Z 2026-01-01T09:00:00Z",
        "5/25 0 * * *    | 2026-01-01T00:05:00Z 2026-01-01T00:30:00Z 2026-01-01T00:55:00Z 2026-01-02T00:05:00Z",
        "0 0 * * MON-FRI | 2026-01-02T00:00:00Z 2026-01-05T00:00:00Z 2026-01-06T00:00:00Z",
        "0 0 * * 5-7     | 2026-01-02T00:00:00Z 2026-01-03T00:00:00Z 2026-01-04T00:00:00Z 2026-01-09T00:00:00Z",
        "0 0 * * 0       | 2026-01-04T00:00:00Z 2026-01-11T00:00:00Z",
        "0 0 13 * 5      | 2026-01-02T00:00:00Z 2026-01-09T00:00:00Z 2026-01-13T00:00:00Z 2026-01-16T00:00:00Z",
        "0 0 */2 * 3     | 2026-01-07T00:00:00Z 2026-01-21T00:00:00Z 2026-02-11T00:00:00Z",
        "0 12 29 2 *     | 2028-02-29T12:00:00Z 2032-02-29T12:00:00Z",
        "0 12 29 2 */7   | 2032-02-29T12:00:00Z 2060-02-29T12:00:00Z",
        "30 23 31 JAN,6-12/2 * | 2026-01-31T23:30:00Z 2026-08-31T23:30:00Z 2026-10-31T23:30:00Z 2026-12-31T23:30:00Z"})
    void they_are_those_of_the_calendar(String expression, String expected) {
        var all = instants(expected);
        assertThat(times(expression, "UTC", "2026-01-01T00:00:00Z", all.size())).isEqualTo(all);
    }

    /** The clocks of Prague skip 2:00 to 3:00 on 2026-03-29, at 01:00Z, and repeat it on 2026-10-25, until 02:00Z. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 3 * * *     | 2026-03-27T12:00:00Z | 2026-03-28T02:00:00Z 2026-03-29T01:00:00Z 2026-03-30T01:00:00Z",
        "30 2 * * *    | 2026-03-27T12:00:00Z | 2026-03-28T01:30:00Z 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z",
        "15,45 2-3 * * * | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-29T01:15:00Z 2026-03-29T01:45:00Z",
        "0 2,3 * * *   | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z 2026-03-30T01:00:00Z",
        "30 * * * *    | 2026-03-29T00:00:00Z | 2026-03-29T00:30:00Z 2026-03-29T01:30:00Z",
        "30 */2 * * *  | 2026-03-28T22:00:00Z | 2026-03-28T23:30:00Z 2026-03-29T02:30:00Z",
        "0 3 * * *     | 2026-10-24T00:00:00Z | 2026-10-24T01:00:00Z 2026-10-25T02:00:00Z 2026-10-26T02:00:00Z",
        "30 2 * * *    | 2026-10-24T00:00:00Z | 2026-10-24T00:30:00Z 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
        "30 2 * * *    | 2026-10-25T01:10:00Z | 2026-10-26T01:30:00Z",
        "30 * * * *    | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T02:30:00Z",
        "0,30 2-3 * * * | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z 2026-10-25T02:00:00Z 2026-10-25T02:30:00Z"})
    void where_clocks_change_each_comes_once_or_follows_the_time_that_passes(
            String expression, String after, String expected) {
        var all = instants(expected);
        assertThat(times(expression, PRAGUE, after, all.size())).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // a midnight that is skipped
        "0 0 * * *   | America/Sao_Paulo   | 2018-11-03T00:00:00Z"
                + " | 2018-11-03T03:00:00Z 2018-11-04T03:00:00Z 2018-11-05T02:00:00Z",
        // half an hour that is repeated
        "45 1 * * *  | Australia/Lord_Howe | 2026-04-04T00:00:00Z | 2026-04-04T14:45:00Z 2026-04-05T15:15:00Z",
        // a whole day that is skipped
        "0 12 30 * * | Pacific/Apia        | 2011-12-01T00:00:00Z | 2011-12-30T10:00:00Z 2012-01-29T22:00:00Z"})
    void other_places_change_their_clocks_otherwise(String expression, String zone, String after, String expected) {
        var all = instants(expected);
        assertThat(times(expression, zone, after, all.size())).isEqualTo(all);
    }

    @Test
    void the_latest_is_the_last_of_all_up_to_then() {
        var times = new Cron("0 3 * * *", ZoneId.of(PRAGUE)).times();
        var start = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(times.latest(start, Instant.parse("2026-03-29T00:59:59Z"))).contains(
                Instant.parse("2026-03-28T02:00:00Z"));
        assertThat(times.latest(start, Instant.parse("2026-03-29T01:00:00Z"))).contains(
                Instant.parse("2026-03-29T01:00:00Z"));
        assertThat(times.latest(start, Instant.parse("2026-01-01T01:59:59Z"))).isEmpty();
        var end = Instant.parse("2026-03-29T01:00:00Z");
        assertThat(times.latest(end, end.plusSeconds(3_600))).isEmpty();
        var rare = new Cron("0 12 29 2 *", ZoneId.of("UTC")).times();
        assertThat(rare.latest(start, Instant.parse("2031-01-01T00:00:00Z"))).contains(
                Instant.parse("2028-02-29T12:00:00Z"));
        assertThat(rare.latest(start, Instant.parse("2027-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void what_never_comes_is_empty() {
        assertThat(new Cron("0 0 30 2 *", ZoneId.of(PRAGUE)).times().next(Instant.EPOCH)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
        "5-1 * * * *", "0 0 0 1 * *", "@daily", "15 10 L * *", "* * * * 1#2"})
    void what_is_no_expression_is_refused(String expression) {
        assertThatThrownBy(() -> new Cron(expression, ZoneId.of(PRAGUE)).times())
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A field as the set of its values and as text. */
    private record Field(SortedSet<Integer> values, String text) {

        static Field of(Random chance, int least, int most, int parts) {
            return switch (chance.nextInt(4)) {
                case 0 -> all(least, most, 1, "*");
                case 1 -> {
                    int step = 1 + chance.nextInt(most - least);
                    yield all(least, most, step, "*/" + step);
                }
                case 2 -> {
                    int from = least + chance.nextInt(most - least);
                    int to = from + 1 + chance.nextInt(most - from);
                    yield all(from, to, 1, from + "-" + to);
                }
                default -> {
                    var values = new TreeSet<Integer>();
                    for (int i = 0; i < parts; i++) {
                        values.add(least + chance.nextInt(most - least + 1));
                    }
                    yield new Field(values, values.stream().map(String::valueOf).collect(Collectors.joining(",")));
                }
            };
        }

        private static Field all(int from, int to, int step, String text) {
            var values = new TreeSet<Integer>();
            for (int value = from; value <= to; value += step) {
                values.add(value);
            }
            return new Field(values, text);
        }

        boolean isStar() {
            return text.startsWith("*");
        }
    }

    private record Fields(Field minute, Field hour, Field day, Field month, Field week) {

        static Fields of(Random chance) {
            return new Fields(Field.of(chance, 0, 59, 4), Field.of(chance, 0, 23, 5), Field.of(chance, 1, 31, 9),
                    Field.of(chance, 1, 12, 6), Field.of(chance, 0, 6, 3));
        }

        String text() {
            return Stream.of(minute, hour, day, month, week).map(Field::text).collect(Collectors.joining(" "));
        }

        boolean match(LocalDateTime time) {
            boolean isDay = day.values().contains(time.getDayOfMonth());
            boolean isWeek = week.values().contains(time.getDayOfWeek().getValue() % 7);
            return minute.values().contains(time.getMinute()) && hour.values().contains(time.getHour())
                    && month.values().contains(time.getMonthValue())
                    && ((day.isStar() || week.isStar()) ? (isDay && isWeek) : (isDay || isWeek));
        }

        /** Whether a time is due at {@code now}, minute by minute. */
        boolean isDue(Instant now, ZoneId zone) {
            var local = LocalDateTime.ofInstant(now, zone);
            if (hour.isStar()) {
                return match(local);
            }
            var rules = zone.getRules();
            var skipped = rules.getTransition(LocalDateTime.ofInstant(now.minusSeconds(60), zone).plusMinutes(1));
            if (skipped != null && skipped.isGap() && skipped.getInstant().equals(now)) {
                for (var one = skipped.getDateTimeBefore(); one.isBefore(skipped.getDateTimeAfter());
                        one = one.plusMinutes(1)) {
                    if (match(one)) {
                        return true;
                    }
                }
            }
            boolean isSecond = rules.getValidOffsets(local).size() == 2
                    && rules.getOffset(now).equals(rules.getValidOffsets(local).get(1));
            return match(local) && !isSecond;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", PRAGUE, "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo"})
    void they_are_what_a_plain_search_finds(String name) {
        var zone = ZoneId.of(name);
        var chance = new Random(name.hashCode());
        int found = 0;
        for (var start : List.of("2026-03-27T00:00:00Z", "2026-04-03T00:00:00Z", "2026-04-23T00:00:00Z",
                "2026-10-02T00:00:00Z", "2026-10-24T00:00:00Z", "2026-10-29T00:00:00Z")) {
            for (int i = 0; i < 25; i++) {
                var fields = Fields.of(chance);
                var from = Instant.parse(start);
                var end = from.plus(Duration.ofDays(4));
                var expected = new ArrayList<Instant>();
                for (var now = from.plusSeconds(60); !now.isAfter(end); now = now.plusSeconds(60)) {
                    if (fields.isDue(now, zone)) {
                        expected.add(now);
                    }
                }
                found += expected.size();
                var times = new Cron(fields.text(), zone).times();
                var actual = new ArrayList<Instant>();
                for (var next = times.next(from); next.isPresent() && !next.get().isAfter(end);
                        next = times.next(next.get())) {
                    actual.add(next.get());
                }
                assertThat(actual).as("%s in %s from %s", fields.text(), zone, start).isEqualTo(expected);
            }
        }
        assertThat(found).isGreaterThan(1_000);
    }
}
