// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads events one after the other. For one thread at a time; closing is not needed but frees its buffer early. */
public interface EventReader extends AutoCloseable {

    /** The next event; empty at the end. */
    Optional<StoredEvent> next();

    /** The next event where it lies: cheaper than {@link #next} where little of it is needed, or nothing kept. */
    default Optional<? extends EventView> nextView() {
        return next();
    }

    /** All that are left, at most {@code max}. */
    default List<StoredEvent> list(int max) {
        var events = new ArrayList<StoredEvent>();
        while (events.size() < max) {
            var event = next();
            if (event.isEmpty()) {
                break;
            }
            events.add(event.get());
        }
        return events;
    }

    @Override
    default void close() {}
}
