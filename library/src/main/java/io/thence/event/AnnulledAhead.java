// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.event.SystemEvents.Annulment;
import io.thence.event.SystemEvents.Annulment.Named;
import io.thence.store.EventStore;
import io.thence.store.EventView;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Events that lie ahead of a reader of the log, and are annulled further on: it passes over them. When it comes to an
 * annulment, what that names and is not among these has been taken in before. It has a number for each such event that
 * the reader has not yet found annulled. For one thread.
 */
public final class AnnulledAhead {

    private final Set<String> types;
    private final Set<Long> positions = new HashSet<>();

    private AnnulledAhead(Set<String> types) {
        this.types = Set.copyOf(types);
    }

    /** Knows of what is ahead of a reader that has come to position {@code after}, as far as the log says now. */
    public static AnnulledAhead of(EventStore store, long after, Set<String> types) {
        var ahead = new AnnulledAhead(types);
        Annulments.ahead(store, after, named -> {
            if (types.contains(named.type())) {
                ahead.positions.add(named.position());
            }
        });
        return ahead;
    }

    /** Knows of what an annulment names, which is not far: the reader has both at hand. */
    public void add(Annulment annulment) {
        annulment.events().stream().filter(named -> types.contains(named.type()))
                .forEach(named -> positions.add(named.position()));
    }

    /** Whether the reader passes over an event. */
    public boolean passesOver(EventView event) {
        return !positions.isEmpty() && positions.contains(event.number());
    }

    /** What an annulment names that the reader has taken in. */
    public List<Named> takenIn(Annulment annulment) {
        return annulment.events().stream()
                .filter(named -> types.contains(named.type()) && !positions.contains(named.position())).toList();
    }

    /** The reader has come to an annulment: what it names is not ahead any more. */
    public void met(Annulment annulment) {
        annulment.events().forEach(named -> positions.remove(named.position()));
    }
}
