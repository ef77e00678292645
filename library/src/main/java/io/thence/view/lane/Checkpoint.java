// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.KeyValue;
import io.thence.Parked;
import io.thence.store.Claim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How far a lane has come: everything up to the event that it claims is written, but for the events of parked keys, and
 * those that are annulled further on.
 *
 * @param claim    the last event that it has taken in; empty at the beginning
 * @param parked   the keys whose events wait
 * @param annulled the positions of events that are passed over, as long as the lane has not come to their annulment
 * @param missed   how many events up to there were removed from the log before the lane came to them
 */
public record Checkpoint(Optional<Claim> claim, List<Parked> parked, Set<Long> annulled, long missed) {

    /** Nothing is written. */
    public static final Checkpoint NONE = new Checkpoint(Optional.empty(), List.of(), Set.of(), 0);

    public Checkpoint {
        parked = List.copyOf(parked);
        annulled = Set.copyOf(annulled);
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

    Checkpoint at(Claim later, long missing) {
        return new Checkpoint(Optional.of(later), parked, annulled, missing);
    }

    /** Whether the event at {@code position} is passed over. */
    boolean passesOver(long position) {
        return !annulled.isEmpty() && annulled.contains(position);
    }

    /** The same, passing over these too. */
    Checkpoint passing(Collection<Long> ahead) {
        if (annulled.containsAll(ahead)) {
            return this;
        }
        var more = new HashSet<>(annulled);
        more.addAll(ahead);
        return new Checkpoint(claim, parked, more, missed);
    }

    /** The same, after the annulment of these. */
    Checkpoint found(Collection<Long> named) {
        var fewer = new HashSet<>(annulled);
        return fewer.removeAll(named) ? new Checkpoint(claim, parked, fewer, missed) : this;
    }

    Checkpoint with(Parked one) {
        var more = new ArrayList<>(without(one.key()).parked());
        more.add(one);
        return new Checkpoint(claim, more, annulled, missed);
    }

    Checkpoint without(KeyValue key) {
        return new Checkpoint(claim, parked.stream().filter(one -> !one.key().equals(key)).toList(),
                annulled, missed);
    }

    /** The same, without what exceptions said: it may have named a person who is forgotten. */
    Checkpoint unsaid() {
        return new Checkpoint(claim, parked.stream().map(Parked::unsaid).toList(), annulled, missed);
    }
}
