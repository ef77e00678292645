// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.ThenceException.Undecodable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The canonical form: known texts, equal bytes for equal values, and the way back. */
class JsonTest {

    enum Colour { RED, GREEN }

    record Inner(String zebra, int apple) {}

    record Outer(Inner second, List<Inner> first, Map<String, Inner> map) {}

    record Times(Instant instant, LocalDate day, Duration duration, OffsetDateTime offset, ZonedDateTime zoned) {}

    record Numbers(BigDecimal big, double real, long whole, boolean flag) {}

    record Optionals(Optional<String> text, Optional<Integer> number) {}

    record Sets(Set<String> texts, Set<Colour> colours, Set<Inner> inners) {}

    private static String text(Object value) {
        return Json.text(value);
    }

    @Test
    void components_come_in_the_order_of_the_record() {
        assertThat(text(new Inner("z", 1))).isEqualTo("{\"zebra\":\"z\",\"apple\":1}");
        assertThat(text(new Outer(new Inner("b", 2), List.of(new Inner("c", 3)), Map.of("k", new Inner("d", 4)))))
                .isEqualTo("{\"second\":{\"zebra\":\"b\",\"apple\":2},\"first\":[{\"zebra\":\"c\",\"apple\":3}],"
                        + "\"map\":{\"k\":{\"zebra\":\"d\",\"apple\":4}}}");
    }

    @Test
    void entries_of_maps_are_sorted_by_key() {
        var map = new LinkedHashMap<String, Integer>();
        map.put("pear", 1);
        map.put("apple", 2);
        map.put("fig", 3);
        assertThat(text(map)).isEqualTo("{\"apple\":2,\"fig\":3,\"pear\":1}");
        assertThat(text(Map.of(Colour.GREEN, 1, Colour.RED, 2))).isEqualTo("{\"RED\":2,\"GREEN\":1}");
    }

    @Test
    void elements_of_sets_are_sorted_by_their_text() {
        var inners = new LinkedHashSet<>(List.of(new Inner("b", 1), new Inner("a", 10), new Inner("a", 9)));
        assertThat(text(new Sets(new LinkedHashSet<>(List.of("pear", "apple", "fig")),
                new LinkedHashSet<>(List.of(Colour.RED, Colour.GREEN)), inners)))
                .isEqualTo("{\"texts\":[\"apple\",\"fig\",\"pear\"],\"colours\":[\"GREEN\",\"RED\"],\"inners\":["
                        + "{\"zebra\":\"a\",\"apple\":10},{\"zebra\":\"a\",\"apple\":9},"
                        + "{\"zebra\":\"b\",\"apple\":1}]}");
    }

    @Test
    void times_are_written_as_iso_8601() {
        var times = new Times(Instant.parse("2010-12-01T08:26:00.123456789Z"), LocalDate.of(2010, 12, 1),
                Duration.ofMinutes(90), OffsetDateTime.of(2010, 12, 1, 8, 26, 0, 0, ZoneOffset.ofHours(2)),
                ZonedDateTime.of(2010, 12, 1, 8, 26, 0, 0, ZoneId.of("Europe/London")));
        assertThat(text(times)).isEqualTo("{\"instant\":\"2010-12-01T08:26:00.123456789Z\",\"day\":\"2010-12-01\","
                + "\"duration\":\"PT1H30M\",\"offset\":\"2010-12-01T08:26:00+02:00\","
                + "\"zoned\":\"2010-12-01T08:26:00Z[Europe/London]\"}");
        assertThat(Json.read(Json.write(times), Times.class, "times")).isEqualTo(times);
    }

    @Test
    void numbers_keep_their_digits() {
        var numbers = new Numbers(new BigDecimal("1234567890123456789.10"), 0.1, Long.MIN_VALUE, true);
        assertThat(text(numbers)).isEqualTo(
                "{\"big\":1234567890123456789.10,\"real\":0.1,\"whole\":-9223372036854775808,\"flag\":true}");
        assertThat(Json.read(Json.write(numbers), Numbers.class, "numbers")).isEqualTo(numbers);
        var huge = new Numbers(new BigDecimal("1E+400"), Double.MIN_VALUE, 0, false);
        assertThat(Json.read(Json.write(huge), Numbers.class, "numbers")).isEqualTo(huge);
    }

    @Test
    void what_is_absent_is_null() {
        var some = new Optionals(Optional.of("a"), Optional.empty());
        assertThat(text(some)).isEqualTo("{\"text\":\"a\",\"number\":null}");
        assertThat(Json.read(Json.write(some), Optionals.class, "some")).isEqualTo(some);
        assertThat(Json.read("{}".getBytes(StandardCharsets.UTF_8), Optionals.class, "none"))
                .isEqualTo(new Optionals(Optional.empty(), Optional.empty()));
    }

    @Test
    void what_is_null_is_refused_by_name() {
        assertThatThrownBy(() -> Json.write(new Optionals(Optional.of("a"), null)))
                .isInstanceOf(Undecodable.class).hasMessageContaining("component 'number' is null");
        assertThatThrownBy(() -> StateJson.write(new Optionals(null, Optional.empty()), Optionals.class))
                .isInstanceOf(Undecodable.class).hasMessageContaining("component 'text' is null");
    }

    @Test
    void unicode_is_written_as_it_is() {
        var text = "Zoë \u4f60\u597d \ud83d\ude00 \"quoted\" \\ \n \u0000";
        assertThat(text(text)).isEqualTo("\"Zoë \u4f60\u597d \ud83d\ude00 \\\"quoted\\\" \\\\ \\n \\u0000\"");
        assertThat(Json.read(Json.write(text), String.class, "text")).isEqualTo(text);
    }

    record Everything(String text, long whole, double real, Optional<BigDecimal> big, Instant at, Colour colour,
            List<Inner> inners, Map<String, List<Integer>> lists, Set<String> texts, Map<Colour, Set<Integer>> sets) {}

    /** Values of one shape; the collections of {@link #copy} are others in another order. */
    private record Generator(Random random) {

        Everything everything() {
            return new Everything(text(), random.nextLong(),
                    random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30)),
                    random.nextBoolean() ? Optional.empty()
                            : Optional.of(new BigDecimal(random.nextInt()).movePointLeft(4)),
                    Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)), colour(),
                    list().stream().map(n -> new Inner(text(), n)).toList(),
                    Map.of(text(), list(), text() + "1", list()),
                    Set.copyOf(list().stream().map(n -> "t" + n).toList()),
                    Map.of(colour(), Set.copyOf(list())));
        }

        private Colour colour() {
            return random.nextBoolean() ? Colour.RED : Colour.GREEN;
        }

        private List<Integer> list() {
            return random.ints(random.nextInt(6), -100, 100).boxed().toList();
        }

        private String text() {
            var text = new StringBuilder();
            random.ints(random.nextInt(8), 0, 0x11_000).filter(c -> c < 0xd800 || c > 0xdfff)
                    .forEach(text::appendCodePoint);
            return text.toString();
        }

        Everything copy(Everything all) {
            return new Everything(all.text(), all.whole(), all.real(), all.big(), all.at(), all.colour(),
                    new ArrayList<>(all.inners()), reversed(all.lists()), new HashSet<>(shuffled(all.texts())),
                    new TreeMap<>(Map.of(all.sets().keySet().iterator().next(),
                            new LinkedHashSet<>(shuffled(all.sets().values().iterator().next())))));
        }

        private <T> List<T> shuffled(Set<T> set) {
            var list = new ArrayList<>(set);
            Collections.shuffle(list, random);
            return list;
        }

        private static <V> Map<String, V> reversed(Map<String, V> map) {
            return new LinkedHashMap<>(new TreeMap<>(map).descendingMap());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void what_is_written_is_read_again_and_equal_values_have_equal_bytes(long seed) {
        var generator = new Generator(new Random(seed));
        for (int i = 0; i < 200; i++) {
            var value = generator.everything();
            var bytes = Json.write(value);
            var read = Json.read(bytes, Everything.class, "value " + i);
            assertThat(read).isEqualTo(value);
            assertThat(Json.write(read)).isEqualTo(bytes);
            var copy = generator.copy(value);
            assertThat(copy).isEqualTo(value);
            assertThat(text(copy)).isEqualTo(text(value));
        }
    }

    @Test
    void json_that_does_not_fit_is_named_with_what_to_do() {
        var json = "{\"zebra\":\"z\",\"apple\":\"many\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Json.read(json, Inner.class, "event 7")).isInstanceOf(Undecodable.class)
                .hasMessageStartingWith("event 7 does not fit io.thence.event.JsonTest$Inner (")
                .hasMessageEndingWith("): add an upcast, or use the version of the application that wrote it");
        var half = "{\"zebra\":\"z\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Json.read(half, Inner.class, "event 7"))
                .as("a number is missing").isInstanceOf(Undecodable.class);
        var rest = "{\"apple\":1}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Json.read(rest, Inner.class, "event 7")).as("a text is missing")
                .isInstanceOf(Undecodable.class).hasMessageContaining("(zebra: ");
        var nothing = "{\"zebra\":\"z\",\"apple\":null}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Json.read(nothing, Inner.class, "event 7")).isInstanceOf(Undecodable.class)
                .hasMessageContaining("(apple: ").hasMessageNotContaining("DeserializationFeature");
        assertThatThrownBy(() -> Json.tree("{\"ze".getBytes(StandardCharsets.UTF_8), "event 7"))
                .isInstanceOf(Undecodable.class)
                .hasMessageStartingWith("event 7 is no JSON (").hasMessageEndingWith("): run verify");
    }

    @Test
    void a_value_that_has_no_json_is_refused() {
        var loop = new HashMap<String, Object>();
        loop.put("self", loop);
        assertThatThrownBy(() -> Json.write(loop)).isInstanceOf(Undecodable.class)
                .hasMessageStartingWith("a java.util.HashMap cannot be written as JSON (")
                .hasMessageEndingWith("): use records of plain values");
    }
}
