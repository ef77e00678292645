// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.KeyValue;
import io.thence.ThenceException.DiskFull;
import io.thence.event.Keying;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Events that are given up, until that is said in the log. A stop before that loses nothing: their keys are parked, and
 * they are tried again at the next start. For one thread.
 */
public final class Untold {

    private final Letters letters;
    private final List<One> all = new ArrayList<>();

    /** An event that was tried so often. */
    private record One(KeyValue key, StoredEvent event, int attempts, Throwable failure) {}

    /** None so far, to be said in {@code letters}. */
    public Untold(Letters letters) {
        this.letters = letters;
    }

    /** The event, after which events of {@code key} wait, was tried so often, and is given up. */
    public void add(KeyValue key, StoredEvent event, int attempts, Throwable failure) {
        all.removeIf(other -> other.key().equals(key));
        all.add(new One(key, event, attempts, failure));
    }

    /**
     * Says what is given up and what of it is over, in what has come to the position {@code upTo}, where questions go
     * to what writes it. Where the disk is full it is said when there is room.
     *
     * @param waits whether events of a key wait
     */
    public void tell(Keying keying, Predicate<KeyValue> waits, long upTo) {
        try {
            all.removeIf(one -> !waits.test(one.key())
                    || letters.giveUp(one.key(), one.event(), one.attempts(), one.failure()));
            letters.clear(keying, waits, upTo);
        } catch (DiskFull _) {
            // after a later step
        }
    }
}
