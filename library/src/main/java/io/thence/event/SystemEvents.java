// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.EventType;
import io.thence.KeyValue;
import io.thence.store.EventView;
import java.util.List;
import java.util.UUID;

/** The library's own types of events. */
public final class SystemEvents {

    /**
     * A person is forgotten; the event is filed under it, unless a tombstone lets nothing more be.
     *
     * @param number     of the erasure, in the list that lies with the keys: a log's are in their order
     * @param generation of the key that is destroyed
     * @param subject    the person, as it is filed
     */
    public record Erased(long number, int generation, KeyValue subject) {}

    /**
     * The keys of the log's personal data, and what is personal; the last one holds.
     *
     * @param id       of the keys
     * @param personal names of the keys whose values are filed under a cover
     * @param subjects names of the keys whose values are persons
     */
    public record Keys(UUID id, List<String> personal, List<String> subjects) {}

    /**
     * Events are annulled: folds and projections ignore them from here on. It is filed under all their keys, and for
     * each of them under {@link Annulments#key}.
     *
     * @param events the events, in the order of the log
     * @param by     who says so
     * @param why    the reason
     */
    public record Annulment(List<Named> events, String by, String why) {

        public Annulment {
            events = List.copyOf(events);
        }

        /**
         * An event that is annulled.
         *
         * @param id       its id
         * @param position number of its position
         * @param type     the name under which it is stored
         */
        public record Named(String id, long position, String type) {}
    }

    /**
     * Other tables of a projection answer from here on.
     *
     * @param projection its name
     * @param version    the version that they are of
     * @param database   the name of their database
     */
    public record Swapped(String projection, int version, String database) {}

    /** The type of {@link Annulment}. */
    public static final EventType<Annulment> ANNULLED = type("thence.annulled", Annulment.class);

    /** The type of {@link Erased}. */
    public static final EventType<Erased> ERASED = type("thence.erased", Erased.class);

    /** The type of {@link Keys}. */
    public static final EventType<Keys> KEYS = type("thence.keys", Keys.class);

    /** The type of {@link Swapped}. */
    public static final EventType<Swapped> SWAPPED = type("thence.swapped", Swapped.class);

    private static final String OWN = "thence.";

    private SystemEvents() {}

    /** What an event of type {@link #ERASED} says. */
    public static Erased erased(EventView event) {
        return Json.read(event.event().data(), Erased.class, "an erased event at position " + event.number());
    }

    /** Whether {@code type} is the name of a type of the library's own, such as a truncation. */
    public static boolean isOwn(String type) {
        return type.startsWith(OWN);
    }

    private static <E> EventType<E> type(String name, Class<E> record) {
        return EventType.of(name, record, List.of());
    }
}
