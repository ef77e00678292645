// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.KeyValue;
import io.thence.Parked;
import io.thence.store.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a lane has come: everything up to the event that it claims is written, but for the events of parked keys.
 *
 * @param claim  the last event that it has taken in; empty at the beginning
 * @param parked the keys whose events wait
 */
public record Checkpoint(Optional<Claim> claim, List<Parked> parked) {

    /** Nothing is written. */
    public static final Checkpoint NONE = new Checkpoint(Optional.empty(), List.of());

    public Checkpoint {
        parked = List.copyOf(parked);
    }

    /** Number of the position up to which events are taken in. */
    public long position() {
        return claim.map(Claim::position).orElse(0L);
    }

    /** What waits of {@code key}. */
    public Optional<Parked> parked(KeyValue key) {
        for (var one : parked) {
            if (one.key().equals(key)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    Checkpoint at(Claim later) {
        return new Checkpoint(Optional.of(later), parked);
    }

    Checkpoint with(Parked one) {
        var more = new ArrayList<>(without(one.key()).parked());
        more.add(one);
        return new Checkpoint(claim, more);
    }

    Checkpoint without(KeyValue key) {
        return new Checkpoint(claim, parked.stream().filter(one -> !one.key().equals(key)).toList());
    }

    /** The same, without what exceptions said: it may have named a person who is forgotten. */
    Checkpoint unsaid() {
        return new Checkpoint(claim, parked.stream().map(Parked::unsaid).toList());
    }
}
