// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.EventType;
import io.thence.KeyValue;
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

    /** The type of {@link Erased}. */
    public static final EventType<Erased> ERASED = type("thence.erased", Erased.class);

    /** The type of {@link Keys}. */
    public static final EventType<Keys> KEYS = type("thence.keys", Keys.class);

    private SystemEvents() {}

    private static <E> EventType<E> type(String name, Class<E> record) {
        return EventType.of(name, record, List.of());
    }
}
