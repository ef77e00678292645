// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.processor.DeadLetterEvent.Replayed;
import io.thence.processor.Processor.Course;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import java.util.TreeSet;

/** What is said where a key is to be handled again that a consumer does not take events by: it would find none. */
final class Replays {

    private static final System.Logger LOG = System.getLogger(Replays.class.getName());

    /** So many events are looked at: where all of a long stretch are others', that is said at its end. */
    private static final int LOOKED_MAX = 1_000;

    private Replays() {}

    /**
     * Looks at what is filed under the key.
     *
     * @throws BadRequest if there is something, and all of it is handled under other keys
     */
    static void refuseOtherKey(Course course, EventStore store, Replayed told) {
        var others = new TreeSet<String>();
        long until = told.until().orElse(Long.MAX_VALUE);
        var after = new Position(store.lineage(), told.position() - 1);
        try (var reader = store.read(course.query(told.key()), after, Direction.FORWARDS)) {
            var next = reader.next();
            for (int looked = 0; next.isPresent() && next.get().number() <= until; looked++) {
                var by = course.keying().key(next.get());
                if (by.equals(told.key()) || looked == LOOKED_MAX) {
                    return;
                }
                others.add(by.key());
                next = reader.next();
            }
        }
        if (!others.isEmpty()) {
            throw new BadRequest(course.who() + " takes events by " + String.join(", ", others) + ", and none under "
                    + told.key() + ": name a value of what it takes them by");
        }
    }

    /** Nothing was found of a key that was to be handled again from the position {@code from} on. */
    static void tellOfNothing(Course course, KeyValue key, long from) {
        LOG.log(System.Logger.Level.WARNING, course.who() + " was to handle events of " + key + " again, from position "
                + from + " on, and has found none that it takes by that key: have one replayed that it takes events"
                + " by");
    }
}
