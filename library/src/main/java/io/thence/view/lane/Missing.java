// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.Position;
import io.thence.event.SystemEvents;
import io.thence.store.EventStore;
import io.thence.store.StoredEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts the events of a lane's types that were removed from the log before it came to them: what was appended, less
 * what it was given. For the lane's thread, but for {@link #count}.
 */
final class Missing {

    private static final System.Logger LOG = System.getLogger(Missing.class.getName());

    private final String who;
    private final EventStore store;
    private final Set<String> types;
    private volatile long count;
    private long from;
    private List<StoredEvent> given = List.of();

    Missing(Course course, EventStore store) {
        who = course.who();
        types = course.types().stream().filter(type -> !SystemEvents.isOwn(type)).collect(Collectors.toSet());
        this.store = store;
    }

    /** The lane goes on at a checkpoint. */
    void begin(Checkpoint checkpoint) {
        from = checkpoint.position();
        count = checkpoint.missed();
        given = List.of();
    }

    /** The lane is given the next events. */
    void given(List<StoredEvent> events) {
        given = events;
    }

    /** How many it misses up to {@code position}, which the events reach that it was given last. */
    long at(long position) {
        if (store.highestRemoved() <= from) {
            return count;
        }
        long appended = store.appended(types, position(from), position(position));
        return count + appended - given.stream()
                .filter(event -> event.number() <= position && !SystemEvents.isOwn(event.type())).count();
    }

    private Position position(long number) {
        return new Position(store.lineage(), number);
    }

    /** The lane has dealt with what it was given, which was all up to {@code position}. */
    void done(long position) {
        long now = at(position);
        if (count == 0 && now > 0) {
            LOG.log(System.Logger.Level.WARNING, who + ": events that it reads were removed from the log before it"
                    + " came to them, truncated or no longer retained: what they did is missing in what is built now");
        }
        count = now;
        from = position;
        given = List.of();
    }

    /** How many it misses so far. From any thread. */
    long count() {
        return count;
    }
}
