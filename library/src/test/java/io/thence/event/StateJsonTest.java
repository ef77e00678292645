// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A state that is written and read is what it was, to the order of its collections. */
class StateJsonTest {

    enum Colour { RED, GREEN }

    sealed interface Shape {
        record Circle(double radius) implements Shape {}

        record Group(List<Shape> shapes) implements Shape {}

        enum Nothing implements Shape { NOTHING }
    }

    record Values(int n, long m, double d, float f, boolean b, char c, String text, BigDecimal big, UUID id,
            Instant at, LocalDate day, ZonedDateTime zoned, Colour colour, Optional<Long> some, OptionalLong number) {}

    record Shapes(Shape one, Optional<Shape> maybe, Map<Colour, Shape> byColour, Set<Shape> all) {}

    record Ordered(Map<String, Long> map, Set<String> set, SequencedMap<String, Long> chain,
            SequencedSet<String> row, SortedMap<LocalDate, List<Integer>> days) {}

    record Pair<A, B>(A one, B two) {}

    record Pairs(Pair<Shape, List<Colour>> pair) {}

    private static <T> T again(T value, Class<T> type) {
        return type.cast(StateJson.read(StateJson.write(value, type), type));
    }

    @Test
    void values_of_all_kinds() {
        var values = new Values(1, 1L << 60, 0.1, 0.1f, true, 'x', "\u00e4\n", new BigDecimal("1.10"), new UUID(1, 2),
                Instant.ofEpochSecond(1, 2), LocalDate.of(2026, 1, 2),
                ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneId.of("Europe/Paris")), Colour.GREEN, Optional.of(5L),
                OptionalLong.empty());
        assertThat(again(values, Values.class)).isEqualTo(values);
        assertThat(again(7L, Long.class)).isEqualTo(7L);
        assertThat(again(Colour.RED, Colour.class)).isEqualTo(Colour.RED);
    }

    @Test
    void the_case_of_a_sealed_type_is_kept() {
        var group = new Shape.Group(List.of(new Shape.Circle(1), Shape.Nothing.NOTHING, new Shape.Group(List.of())));
        var shapes = new Shapes(group, Optional.of(new Shape.Circle(2)), Map.of(Colour.RED, Shape.Nothing.NOTHING),
                Set.of(new Shape.Circle(3)));
        assertThat(again(shapes, Shapes.class)).isEqualTo(shapes);
        assertThat(again(group, Shape.class)).isEqualTo(group);
        var pairs = new Pairs(new Pair<>(new Shape.Circle(4), List.of(Colour.GREEN)));
        assertThat(again(pairs, Pairs.class)).isEqualTo(pairs);
    }

    @Test
    void an_order_is_kept() {
        var map = new LinkedHashMap<String, Long>();
        var set = new LinkedHashSet<String>();
        for (var name : List.of("z", "b", "y", "a")) {
            map.put(name, 1L);
            set.add(name);
        }
        var days = new TreeMap<LocalDate, List<Integer>>();
        days.put(LocalDate.of(2026, 2, 1), List.of(3, 1, 2));
        days.put(LocalDate.of(2026, 1, 1), List.of());
        var ordered = new Ordered(Collections.unmodifiableMap(map), Collections.unmodifiableSet(set),
                Collections.unmodifiableSequencedMap(map), Collections.unmodifiableSequencedSet(set), days);
        var read = again(ordered, Ordered.class);
        assertThat(read).isEqualTo(ordered);
        assertThat(read.map().keySet()).containsExactly("z", "b", "y", "a");
        assertThat(read.set()).containsExactly("z", "b", "y", "a");
        assertThat(read.chain().keySet()).containsExactly("z", "b", "y", "a");
        assertThat(read.row()).containsExactly("z", "b", "y", "a");
    }

    @Test
    void collections_without_an_order_of_their_own_are_sorted() {
        var values = new Ordered(Map.of("b", 2L, "a", 1L, "c", 3L), Set.of("b", "a", "c"), new LinkedHashMap<>(),
                new LinkedHashSet<>(), new TreeMap<>());
        assertThat(new String(StateJson.write(values, Ordered.class), StandardCharsets.UTF_8)).isEqualTo(
                "{\"map\":{\"a\":1,\"b\":2,\"c\":3},\"set\":[\"a\",\"b\",\"c\"],\"chain\":{},\"row\":[],\"days\":{}}");
    }

    @Test
    void what_is_read_cannot_be_changed() {
        var read = again(new Ordered(Map.of("a", 1L), Set.of("a"), new LinkedHashMap<>(Map.of("a", 1L)),
                new LinkedHashSet<>(Set.of("a")), new TreeMap<>()), Ordered.class);
        assertThatThrownBy(() -> read.map().put("b", 2L)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> read.set().add("b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> read.chain().remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> read.row().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> read.days().clear()).isInstanceOf(UnsupportedOperationException.class);
        var list = again(new Shape.Group(new ArrayList<>(List.of(Shape.Nothing.NOTHING))), Shape.Group.class);
        assertThatThrownBy(() -> list.shapes().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
