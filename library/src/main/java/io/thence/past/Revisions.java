// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;

/** Finds the events of a key by how many there were before them. */
final class Revisions {

    private Revisions() {}

    /**
     * The number of the position of the so many-th event, from 1, that was filed under {@code key}.
     *
     * @throws BadRequest if there is no such event, or not yet, or it was removed
     */
    static long position(EventStore store, KeyValue key, long revision) {
        if (revision < 1) {
            throw new BadRequest("revisions count from 1, not " + revision + ": the first event of " + key + " is 1");
        }
        long now = store.revision(key, store.head());
        if (revision > now) {
            throw new BadRequest(key + " has come to revision " + now + ", not to " + revision
                    + ": nothing has happened there yet; ask for " + now + ", or read(..) what is now");
        }
        try (var reader = store.read(Query.keys(key), new Position(store.lineage(), 0), Direction.FORWARDS)) {
            long at = 0;
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                var here = new Position(store.lineage(), event.get().number());
                at = at == 0 ? store.revision(key, here) : at + 1;
                if (at >= revision) {
                    return found(store, key, revision, here);
                }
            }
        }
        throw gone(key, revision);
    }

    /** Where events in between were removed, fewer were passed than there had been. */
    private static long found(EventStore store, KeyValue key, long revision, Position here) {
        if (store.revision(key, here) != revision) {
            throw gone(key, revision);
        }
        return here.number();
    }

    private static BadRequest gone(KeyValue key, long revision) {
        return new BadRequest("revision " + revision + " of " + key
                + " was removed, truncated or no longer retained: what was then is gone; ask for a later one");
    }
}
