// SPDX-License-Identifier: Apache-2.0
package io.thence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What passes is the same after it was written and read; what is refused fails there, or comes back as another. */
@SuppressWarnings("JavaUtilDate") // applications have them
class StoredShapeTest {

    private static final String CANNOT = " cannot be stored and read back as what it was";

    enum Kind { ONE, TWO }

    record Plain(int n, Long m, String text, char letter, BigDecimal sum, BigInteger large, UUID id, Kind kind) {}

    record Names(Currency currency, Locale language, URI link) {}

    record Times(Instant at, LocalDate on, Duration lasting, ZonedDateTime there, ZoneId zone, DayOfWeek day) {}

    record Absent(Optional<String> text, OptionalInt number, Optional<Plain> part) {}

    record Lists(List<Kind> list, Collection<Long> all, Queue<Long> queue, Deque<Long> deque,
            SequencedCollection<Long> sequence, ArrayList<Long> changing, Iterable<Long> rows) {}

    record Sets(Set<String> set, SortedSet<Long> sorted, NavigableSet<Long> navigable, Set<Long> sequence,
            TreeSet<LocalDate> days) {}

    record Maps(Map<String, List<Kind>> map, SortedMap<LocalDate, Long> sorted, NavigableMap<Integer, Long> navigable,
            Map<UUID, Long> sequence, ConcurrentMap<Kind, Long> shared,
            ConcurrentNavigableMap<String, Long> both) {}

    record Keys(Map<BigDecimal, Long> sums, Map<Instant, Long> times, Map<URI, Long> links,
            Map<Currency, Long> currencies, Map<Boolean, Long> both) {}

    record Enums(EnumMap<Kind, Long> byKind, EnumSet<Kind> kinds) {}

    record Bytes(byte[] bytes, int[] numbers, List<String>[] lists) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Objects.deepEquals(bytes, that.bytes)
                    && Objects.deepEquals(numbers, that.numbers) && Objects.deepEquals(lists, that.lists);
        }

        @Override
        public int hashCode() {
            return bytes.length;
        }
    }

    record Tree(JsonNode anything) {}

    record Nested(String name, List<Nested> below) {}

    sealed interface Shape {
        record Circle(double radius) implements Shape {}

        record Group(List<Shape> shapes) implements Shape {}
    }

    record Drawn(Shape shape, Map<String, Shape> more) {}

    sealed interface Result<T> {
        record Good<T>(T value) implements Result<T> {}

        record Bad<T>(String why) implements Result<T> {}
    }

    /** Whose first parameter no value is of. */
    @SuppressWarnings("UnusedTypeParameter")
    record Id<P, T>(T value) {}

    record Generic(Result<LocalDate> good, Result<LocalDate> bad, Id<Thread, UUID> id) {}

    /** No record, but it says itself how it is written. */
    static final class Money {
        private final long cents;

        @JsonCreator
        Money(long cents) {
            this.cents = cents;
        }

        @JsonValue
        long cents() {
            return cents;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Money that && cents == that.cents;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(cents);
        }
    }

    record Paid(Money money) {}

    @SuppressWarnings("JdkObsolete") // queues are read as such lists
    static final List<Object> STORED = List.of(
            new Plain(1, 2L, "x", 'y', new BigDecimal("1.50"), BigInteger.TEN, new UUID(1, 2), Kind.TWO),
            new Names(Currency.getInstance("EUR"), Locale.GERMANY, URI.create("https://example.org/a")),
            new OfJdk(new Date(7), new Timestamp(7), TimeZone.getTimeZone("Europe/Prague"),
                    InetAddress.getLoopbackAddress()),
            new Times(Instant.EPOCH, LocalDate.EPOCH, Duration.ofMinutes(3),
                    ZonedDateTime.of(2026, 3, 29, 1, 2, 3, 0, ZoneId.of("Europe/Berlin")), ZoneId.of("Europe/Paris"),
                    DayOfWeek.FRIDAY),
            new Absent(Optional.empty(), OptionalInt.of(3), Optional.of(
                    new Plain(1, 2L, "x", 'y', BigDecimal.ONE, BigInteger.TEN, new UUID(1, 2), Kind.ONE))),
            new Lists(List.of(Kind.TWO), List.of(2L), new LinkedList<>(List.of(3L)), new LinkedList<>(List.of(4L)),
                    List.of(5L), new ArrayList<>(List.of(6L)), List.of(7L)),
            new Sets(Set.of("b", "a"), new TreeSet<>(List.of(2L, 1L)), new TreeSet<>(List.of(2L, 1L)),
                    new TreeSet<>(List.of(3L)), new TreeSet<>(List.of(LocalDate.EPOCH))),
            new Maps(Map.of("a", List.of(Kind.ONE)), new TreeMap<>(Map.of(LocalDate.EPOCH, 1L)),
                    new TreeMap<>(Map.of(7, 1L)), new LinkedHashMap<>(Map.of(new UUID(3, 4), 1L)),
                    new ConcurrentHashMap<>(Map.of(Kind.ONE, 1L)), new ConcurrentSkipListMap<>(Map.of("a", 1L))),
            new Keys(Map.of(new BigDecimal("1.5"), 1L), Map.of(Instant.EPOCH, 1L),
                    Map.of(URI.create("https://example.org"), 1L), Map.of(Currency.getInstance("EUR"), 1L),
                    Map.of(true, 1L)),
            new Enums(new EnumMap<>(Map.of(Kind.TWO, 1L)), EnumSet.of(Kind.TWO, Kind.ONE)),
            new Bytes(new byte[] {1, -1}, new int[] {3}, lists()),
            new Tree(JsonNodeFactory.instance.objectNode().put("a", "b")),
            new Nested("a", List.of(new Nested("b", List.of()))),
            new Drawn(new Shape.Group(List.of(new Shape.Circle(1.5))), Map.of("a", new Shape.Circle(2))),
            new Generic(new Result.Good<>(LocalDate.EPOCH), new Result.Bad<>("no"), new Id<>(new UUID(5, 6))),
            new Paid(new Money(5)));

    @ParameterizedTest
    @FieldSource("STORED")
    void what_passes_is_read_back_as_what_it_was(Object value) {
        assertThat(StoredShape.check(value.getClass())).isEmpty();
        assertThat((Object) Json.read(Json.write(value), value.getClass(), "it")).isEqualTo(value);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
    private static List<String>[] lists() {
        return new List[] {List.of("a")};
    }

    /** Anybody may implement it. */
    interface Free {}

    record Bound(int n) implements Free {}

    static final class Bean {
        private final int n;

        Bean(int n) {
            this.n = n;
        }

        public int n() {
            return n;
        }
    }

    sealed interface Half {
        record Known(int n) implements Half {}

        non-sealed interface Other extends Half {}
    }

    record OtherHalf(int n) implements Half.Other {}

    record Anything(Object value) {}

    record AnyNumber(Number value) {}

    record OfFree(Optional<Free> value) {}

    record OfBean(List<Bean> value) {}

    record OfHalf(Half value) {}

    record Unsaid(List<?> value) {}

    @SuppressWarnings("rawtypes") // as it is refused
    record Raw(List value) {}

    record Pair<A, B>(A one, B two) {}

    record ByRecord(Map<Pair<String, Long>, Long> value) {}

    record ByShape(Id<Long, Map<Shape, Long>> value) {}

    record OfClock(Clock value) {}

    record Ordered(LinkedHashSet<Long> value) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Ordered(var others) && List.copyOf(value).equals(List.copyOf(others));
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }
    }

    record OfJdk(Date date, Timestamp stamp, TimeZone zone, InetAddress address) {}

    record OfRows(BlockingQueue<LocalDate> value) {}

    record OfBooks(Result<Map<String, Object>> value) {}

    /** A value, and why its type is refused. */
    record Refused(Object value, String... faults) {}

    static final List<Refused> REFUSED = List.of(
            new Refused(new Ordered(new LinkedHashSet<>(List.of(2L, 1L))),
                    "component value of Ordered: a LinkedHashSet loses its order: sets and maps are stored in the order"
                            + " of what is in them; make it a List"),
            new Refused(new Anything(LocalDate.EPOCH), "component value of Anything: Object" + CANNOT),
            new Refused(new AnyNumber(5L), "component value of AnyNumber: Number" + CANNOT),
            new Refused(new OfFree(Optional.of(new Bound(1))), "component value of OfFree: Free" + CANNOT),
            new Refused(new OfBean(List.of(new Bean(1))), "component value of OfBean: Bean" + CANNOT),
            new Refused(new OfHalf(new OtherHalf(1)), "component value of OfHalf: Other" + CANNOT),
            new Refused(new Unsaid(List.of(LocalDate.EPOCH)), "component value of Unsaid: Object" + CANNOT),
            new Refused(new Raw(List.of(LocalDate.EPOCH)),
                    "component value of Raw: what a List holds is not known when it is read back"),
            new Refused(new Pair<>(LocalDate.EPOCH, Instant.EPOCH),
                    "component one of Pair: its type is not known when it is read back",
                    "component two of Pair: its type is not known when it is read back"),
            new Refused(new ByRecord(Map.of(new Pair<>("a", 1L), 1L)),
                    "component value of ByRecord: a map has keys of Pair, and JSON has texts as keys"),
            new Refused(new ByShape(new Id<>(Map.of(new Shape.Circle(1), 1L))), "component value of ByShape: component"
                    + " value of Id: a map has keys of Shape, and JSON has texts as keys"),
            new Refused(new OfClock(Clock.systemUTC()), "component value of OfClock: Clock" + CANNOT),
            new Refused(new OfRows(new LinkedBlockingQueue<>()), "component value of OfRows: BlockingQueue" + CANNOT),
            new Refused(new OfBooks(new Result.Good<>(Map.of("a", LocalDate.EPOCH))),
                    "component value of OfBooks: component value of Good: Object" + CANNOT));

    @ParameterizedTest
    @FieldSource("REFUSED")
    void what_is_refused_fails_or_comes_back_as_something_else(Refused refused) {
        var type = refused.value().getClass();
        assertThat(new ValueShape(new StoredShape()).faults(type)).containsExactly(refused.faults());
        Object read;
        try {
            read = Json.read(Json.write(refused.value()), type, "it");
        } catch (Undecodable _) {
            return;
        }
        assertThat(read).isNotEqualTo(refused.value());
    }
}
