// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.AlertRule.Aggregate;
import io.thence.AlertRule.Bounded;
import io.thence.Watched.Measure;
import io.thence.Watched.OfEvents;
import io.thence.Watched.OfParts;
import io.thence.Watched.OfSystem;
import io.thence.Watched.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** An {@link Alert} that is not wholly said yet. */
public sealed interface Alerting {

    /** An alert of which the name is known. */
    record Named(String name) implements Alerting {

        /** Looks at events of {@code type}, a record or a sealed interface of records. */
        public <E> On<E> on(Class<E> type) {
            return new On<>(name, new OfEvents<>(every(type), Optional.empty()));
        }

        /** Looks at what happens to the system, by the parts that it is about. */
        public <E extends SystemEvent> On<E> onSystem(Class<E> type) {
            return new On<>(name, new OfSystem<>(every(type)));
        }

        /** Looks at parts of the application as they run: projections, reactions, sagas, schedules. */
        public Of of(Measure measure, Part... parts) {
            return new Of(name, new OfParts(measure, List.of(parts), Alert.EVERY));
        }

        private static <E> Reading<E> every(Class<E> type) {
            return new Reading<>(type, _ -> true, _ -> 1, _ -> false);
        }
    }

    /**
     * One that looks at events; what it makes of them is to be said.
     *
     * @param watched {@link OfEvents} or {@link OfSystem}
     */
    record On<E>(String name, Watched watched) implements Alerting {

        /** Looks at each value of {@code key} by itself; an event that is filed under several counts for each. */
        public On<E> by(Key<?> key) {
            if (!(watched instanceof OfEvents<?>)) {
                throw new IllegalArgumentException("alert '" + name + "': what happens to the system is looked at by"
                        + " the part that it is about: drop by(..)");
            }
            return new On<>(name, new OfEvents<>(reading(), Optional.of(key)));
        }

        /** Only events of which {@code condition} holds count; the others are not there. */
        public On<E> where(Predicate<E> condition) {
            var now = reading();
            return reading(new Reading<>(now.type(), condition, now.number(), now.kind()));
        }

        @SuppressWarnings("unchecked") // it was made of such
        private Reading<E> reading() {
            return (Reading<E>) switch (watched) {
                case OfEvents<?> events -> events.reading();
                case OfSystem<?> system -> system.reading();
                case OfParts _ -> throw new AssertionError("parts are not read");
            };
        }

        private On<E> reading(Reading<E> other) {
            return new On<>(name, watched instanceof OfEvents<?>(_, var by) ? new OfEvents<>(other, by)
                    : new OfSystem<>(other));
        }

        private Measured numbers(ToDoubleFunction<E> number, Aggregate aggregate, Duration window) {
            var now = reading();
            return Measured.of(name, reading(new Reading<>(now.type(), now.where(), number, now.kind())).watched,
                    aggregate, window);
        }

        /** How many there were within {@code window}. */
        public Measured count(Duration window) {
            return Measured.of(name, watched, Aggregate.COUNT, window);
        }

        /** The sum of a number of each within {@code window}. */
        public Measured sum(ToDoubleFunction<E> number, Duration window) {
            return numbers(number, Aggregate.SUM, window);
        }

        /** The mean of a number of each within {@code window}. */
        public Measured mean(ToDoubleFunction<E> number, Duration window) {
            return numbers(number, Aggregate.MEAN, window);
        }

        /** The least number within {@code window}. */
        public Measured min(ToDoubleFunction<E> number, Duration window) {
            return numbers(number, Aggregate.MIN, window);
        }

        /** The greatest number within {@code window}. */
        public Measured max(ToDoubleFunction<E> number, Duration window) {
            return numbers(number, Aggregate.MAX, window);
        }

        /** The number of the last one, until there is another one. */
        public Measured latest(ToDoubleFunction<E> number) {
            return numbers(number, Aggregate.LATEST, Duration.ZERO);
        }

        /** Which part of all within {@code window} {@code kind} holds of, from 0 to 1. */
        public Measured ratio(Predicate<E> kind, Duration window) {
            var now = reading();
            return Measured.of(name, reading(new Reading<>(now.type(), now.where(), now.number(), kind)).watched,
                    Aggregate.RATIO, window);
        }

        /** None for {@code within} after the last one, once there was one. */
        public Alert absent(Duration within) {
            return Alert.of(name, watched, new AlertRule.Absent(within));
        }
    }

    /** One that looks at parts; what it makes of them is to be said. */
    record Of(String name, OfParts watched) implements Alerting {

        /** Measures them so often; every ten seconds where nothing is said. */
        public Of every(Duration period) {
            return new Of(name, new OfParts(watched.measure(), watched.parts(), period));
        }

        /** What was measured last. */
        public Measured latest() {
            return Measured.of(name, watched, Aggregate.LATEST, Duration.ZERO);
        }

        /** The mean of what was measured within {@code window}. */
        public Measured mean(Duration window) {
            return Measured.of(name, watched, Aggregate.MEAN, window);
        }

        /** The least that was measured within {@code window}. */
        public Measured min(Duration window) {
            return Measured.of(name, watched, Aggregate.MIN, window);
        }

        /** The most that was measured within {@code window}. */
        public Measured max(Duration window) {
            return Measured.of(name, watched, Aggregate.MAX, window);
        }
    }

    /** One that has a number of each key; the bound is to be said. */
    record Measured(String name, Watched watched, Aggregate aggregate, Duration window, long least,
            AlertRule.Against against) implements Alerting {

        private static Measured of(String name, Watched watched, Aggregate aggregate, Duration window) {
            return new Measured(name, watched, aggregate, window, 0, AlertRule.Against.NOTHING);
        }

        /** With fewer events in the window than so many there is nothing to compare, and the rule does not hold. */
        public Measured least(long events) {
            return new Measured(name, watched, aggregate, window, events, against);
        }

        /** Compares by how much the number is more than it was in the window before this one: how it changes. */
        public Measured moreThanBefore() {
            return new Measured(name, watched, aggregate, window, least, AlertRule.Against.BEFORE);
        }

        /** Compares by which part it is more than in the window before: 1 is twice as much, -0.5 half of it. */
        public Measured moreThanBeforeByPart() {
            return new Measured(name, watched, aggregate, window, least, AlertRule.Against.PART_OF_BEFORE);
        }

        /** Raised when it is more than {@code bound}. */
        public Alert over(double bound) {
            return alert(AlertRule.Side.OVER, bound);
        }

        /** Raised when it is {@code bound} or more. */
        public Alert atLeast(double bound) {
            return alert(AlertRule.Side.AT_LEAST, bound);
        }

        /** Raised when it is less than {@code bound}: from the first event on, without {@link Alert#lasting}. */
        public Alert under(double bound) {
            return alert(AlertRule.Side.UNDER, bound);
        }

        /** Raised when it is {@code bound} or less. */
        public Alert atMost(double bound) {
            return alert(AlertRule.Side.AT_MOST, bound);
        }

        private Alert alert(AlertRule.Side side, double bound) {
            return Alert.of(name, watched,
                    new Bounded(aggregate, window, least, against, new AlertRule.Bound(side, bound)));
        }
    }
}
