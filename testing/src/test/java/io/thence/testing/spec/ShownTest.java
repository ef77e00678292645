// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShownTest {

    private record Named(String name, Optional<Integer> age) {}

    private record Bytes(byte[] bytes) {}

    /** Without equals. */
    private static final class Odd {
        @Override
        public String toString() {
            return "odd";
        }
    }

    @Test
    void a_value_is_one_line_and_always_the_same() {
        assertThat(Shown.of("a \"b\"\n\\")).isEqualTo("\"a \\\"b\\\"\\n\\\\\"");
        assertThat(Shown.of(new Named("anna", Optional.of(3)))).isEqualTo("Named[name=\"anna\", age=3]");
        assertThat(Shown.of(new Named("", Optional.empty()))).isEqualTo("Named[name=\"\", age=(empty)]");
        assertThat(Shown.of(new LinkedHashSet<>(List.of("b", "a")))).isEqualTo("{\"a\", \"b\"}");
        assertThat(Shown.of(Map.of("b", 1, "a", 2))).isEqualTo("{\"a\": 2, \"b\": 1}");
        assertThat(Shown.of(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(Shown.of(new int[] {1, 2})).isEqualTo("[1, 2]");
    }

    @Test
    void what_cannot_be_told_from_something_else_is_written_out() {
        assertThat(Shown.of("e\u0301")).isEqualTo("\"e\\u0301\"");
        assertThat(Shown.of("\u00e9")).isEqualTo("\"\u00e9\"");
        assertThat(Shown.of("a\u00a0b\u200b")).isEqualTo("\"a\\u00a0b\\u200b\"");
    }

    @Test
    void records_of_arrays_are_the_same_by_their_elements() {
        assertThat(Shown.isSame(new Bytes(new byte[] {1}), new Bytes(new byte[] {1}))).isTrue();
        assertThat(Shown.isSame(new Bytes(new byte[] {1}), new Bytes(new byte[] {2}))).isFalse();
        assertThat(Shown.isSame(5, 5L)).isFalse();
    }

    @Test
    void two_values_that_differ_never_read_the_same() {
        assertThat(lines("x", 5, 5L))
                .containsExactly("      x  expected     actual", "    ≠    5 (Integer)  5 (Long)");
        assertThat(lines("x", new Odd(), new Odd()))
                .containsExactly("      x  expected   actual", "    ≠    odd (Odd)  odd (Odd): no equals(..)");
    }

    @Test
    void maps_and_sets_are_compared_by_their_entries() {
        assertThat(lines("state", Map.of("a", 1, "b", List.of(1, 2)), Map.of("b", List.of(1, 3), "c", 1)))
                .containsExactlyInAnyOrder(
                        "      state     expected  actual",
                        "    - [\"a\"]     1",
                        "      [\"b\"][0]  1         1",
                        "    ≠ [\"b\"][1]  2         3",
                        "    + [\"c\"]               1");
        assertThat(lines("state", Set.of("a", "b"), Set.of("b", "c"))).containsExactly(
                "      state  expected  actual", "    - {}     \"a\"", "    + {}               \"c\"");
    }

    @Test
    void of_long_texts_the_place_is_shown_where_they_differ() {
        var lines = lines("x", "a".repeat(500) + "b" + "c".repeat(500), "a".repeat(500) + "d" + "c".repeat(500));
        assertThat(lines.getLast()).isEqualTo("    ≠    …" + "a".repeat(30) + "b" + "c".repeat(27) + "…"
                + "  …" + "a".repeat(30) + "d" + "c".repeat(27) + "…");
    }

    @Test
    void of_many_equal_things_those_beside_a_difference_are_shown() {
        var one = IntStream.range(0, 100).boxed().toList();
        var other = Stream.concat(one.stream().limit(50), Stream.concat(Stream.of(-1), one.stream().skip(51))).toList();
        assertThat(lines("x", one, other)).containsExactly(
                "      x     expected  actual",
                "      … 47 more that are the same",
                "      [47]  47        47",
                "      [48]  48        48",
                "      [49]  49        49",
                "    ≠ [50]  50        -1",
                "      [51]  51        51",
                "      [52]  52        52",
                "      [53]  53        53",
                "      … 46 more that are the same");
    }

    private static List<String> lines(String what, Object expected, Object actual) {
        return Comparison.ofValues(what, expected, actual).text();
    }
}
