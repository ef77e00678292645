// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;

/** Reads what is filed under some keys, and makes sure that it is all. */
public final class Readings {

    private Readings() {}

    /** Reads the events that are filed under all of {@code keys}: there must be {@code expected}, or more. */
    public static void read(EventStore store, int expected, KeyValue... keys) {
        try (var reader = store.read(Query.keys(keys), new Position(store.lineage(), 0), Direction.FORWARDS)) {
            int read = 0;
            while (reader.next().isPresent()) {
                read++;
            }
            if (read < expected) {
                throw new IllegalStateException(read + " events instead of " + expected);
            }
        }
    }
}
