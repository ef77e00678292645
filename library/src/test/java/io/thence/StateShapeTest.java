// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A state is a value that nobody can change and that JSON can hold; everything else is refused, with the way to it. */
class StateShapeTest {

    enum Plain { ONE }

    enum WithBody {
        ONE {
            @Override
            int value() {
                return 1;
            }
        };

        abstract int value();
    }

    record Point(int x, Optional<Long> y, Plain plain, WithBody withBody) {}

    record Nested(Map<String, List<Point>> points, Set<LocalDate> days, Instant at) {}

    record Tree(String name, List<Tree> children) {}

    sealed interface Shape {
        record Circle(double radius) implements Shape {}

        record Group(List<Shape> shapes) implements Shape {}
    }

    record WithArray(byte[] bytes) {}

    record WithDates(LocalDate[] days) {}

    record WithLists(List<String>[] lists) {}

    record WithList(ArrayList<String> names) {}

    record WithText(StringBuilder text) {}

    record WithDate(Date date) {}

    record Deep(Map<String, Optional<List<StringBuilder>>> text) {}

    record Wild(List<? extends StringBuilder> texts) {}

    record Anything(Object anything) {}

    record Unsaid(Map<String, ?> values) {}

    record Amount(Number number) {}

    record Timed(Instant at, Clock clock) {}

    /** Whose first parameter no value is of. */
    @SuppressWarnings("UnusedTypeParameter")
    record Box<P, T>(T value) {}

    record Boxes(Box<Date, String> good, Box<Date, Integer> better, Box<String, Date> bad) {}

    sealed interface Bad {
        record Fine(int n) implements Bad {}

        record Worse(WithText text) implements Bad {}
    }

    static final List<Class<?>> VALUES = List.of(int.class, Long.class, String.class, Boolean.class, BigDecimal.class,
            UUID.class, Instant.class, LocalDate.class, Plain.class, WithBody.class, ((Object) WithBody.ONE).getClass(),
            Point.class, Nested.class, Tree.class, Shape.class, Map.of().getClass(), List.of(1, 2, 3).getClass(),
            Set.of("a").getClass(), Collections.unmodifiableMap(new HashMap<>()).getClass(), Optional.class,
            OptionalDouble.class, List.class, Map.class, Currency.class, URI.class, Box.class);

    static final List<Class<?>> NO_VALUES = List.of(int[].class, String[].class, LocalDate[].class, StringBuilder.class,
            ArrayList.class, HashMap.class, Date.class, Thread.class, StateShapeTest.class,
            Collections.synchronizedList(new ArrayList<>()).getClass(),
            Collections.checkedList(new ArrayList<>(), String.class).getClass());

    @ParameterizedTest
    @FieldSource("VALUES")
    void a_value_is_accepted(Class<?> type) {
        assertThat(StateShape.check(type)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("NO_VALUES")
    void what_can_change_is_refused(Class<?> type) {
        assertThat(StateShape.check(type)).contains(type.getSimpleName() + " can change, or cannot be stored");
    }

    record Refused(Type type, String fault) {}

    static final List<Refused> RECORDS = List.of(
            new Refused(WithArray.class, "component bytes of WithArray: byte[] can change, or cannot be stored"),
            new Refused(WithDates.class, "component days of WithDates: LocalDate[] can change, or cannot be stored"),
            new Refused(WithLists.class, "component lists of WithLists: List[] can change, or cannot be stored"),
            new Refused(WithList.class, "component names of WithList: ArrayList can change, or cannot be stored"),
            new Refused(WithText.class, "component text of WithText: StringBuilder can change, or cannot be stored"),
            new Refused(WithDate.class, "component date of WithDate: Date can change, or cannot be stored"),
            new Refused(Deep.class, "component text of Deep: StringBuilder can change, or cannot be stored"),
            new Refused(Wild.class, "component texts of Wild: StringBuilder can change, or cannot be stored"),
            new Refused(Anything.class, "component anything of Anything: Object can change, or cannot be stored"),
            new Refused(Unsaid.class, "component values of Unsaid: Object can change, or cannot be stored"),
            new Refused(Amount.class, "component number of Amount: Number can change, or cannot be stored"),
            new Refused(Timed.class, "component clock of Timed: Clock can change, or cannot be stored"),
            new Refused(Boxes.class,
                    "component bad of Boxes: component value of Box: Date can change, or cannot be stored"),
            new Refused(Bad.class, "component text of Worse: component text of WithText: StringBuilder can change, or"
                    + " cannot be stored"));

    @ParameterizedTest
    @FieldSource("RECORDS")
    void a_record_is_refused_with_the_way_to_what_can_change(Refused refused) {
        assertThat(StateShape.check(refused.type())).contains(refused.fault());
    }

    @Test
    void a_type_that_contains_itself_is_looked_at_once() {
        assertThat(StateShape.check(Tree.class)).isEmpty();
        assertThat(StateShape.check(Shape.class)).isEmpty();
    }
}
