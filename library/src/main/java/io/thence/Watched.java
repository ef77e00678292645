// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What an {@link Alert} looks at. */
public sealed interface Watched {

    /** What can be measured of a part. What is not known now is no number: then nothing is raised, and nothing over. */
    enum Measure {
        /** Events up to the store's head that it has not taken in. */
        LAG_EVENTS,
        /** The age of the first of them, in seconds. */
        LAG_SECONDS,
        /** How many events it takes in a second; not known at first, and of one that has stopped. */
        DRAIN_PER_SECOND,
        /** Keys that wait behind an event that could not be handled. */
        WAITING_KEYS,
        /** How full its buffer is, from 0 to 1; not known of projections. */
        BUFFER,
        /** 1 while it runs, 0 when it has stopped. */
        RUNNING
    }

    /**
     * Events of the application.
     *
     * @param by the key of which each value is looked at by itself; empty for all together
     */
    record OfEvents<E>(Reading<E> reading, Optional<Key<?>> by) implements Watched {}

    /** What happens to the system; each part that it is about is looked at by itself. */
    record OfSystem<E>(Reading<E> reading) implements Watched {}

    /**
     * Parts at work, each by itself, under its name.
     *
     * @param every how often they are measured
     */
    record OfParts(Measure measure, List<Part> parts, Duration every) implements Watched {
        public OfParts {
            parts = List.copyOf(parts);
        }
    }

    /**
     * What is read of events.
     *
     * @param type   a record, or a sealed interface of records
     * @param where  which of them count
     * @param number what number each has
     * @param kind   which of them are of the kind that a ratio asks for
     */
    record Reading<E>(Class<E> type, Predicate<E> where, ToDoubleFunction<E> number, Predicate<E> kind) {}
}
