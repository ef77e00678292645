// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.CommandId;
import io.thence.KeyValue;
import io.thence.store.Append;
import io.thence.store.EventStore;
import io.thence.store.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what was stored together with an event: two that are read as one are of one command. From any thread. */
public interface Companions {

    /** None is ever found. */
    Companions NONE = among(List.of());

    /** Those in a store. */
    static Companions in(EventStore store) {
        return new StoredCompanions(store);
    }

    /** Those among {@code events}, which are all that there are, in their order. */
    static Companions among(List<StoredEvent> events) {
        return new ListedCompanions(events);
    }

    /** The events of {@code batch}, which {@code of} is one of, that are of one of {@code types}. */
    Left left(Batch batch, StoredEvent of, Set<String> types);

    /** The event at the position of this number, if it is there. */
    Optional<StoredEvent> at(long number);

    /** Whether the event at the position of this number is annulled, as far as is known now. */
    boolean isAnnulled(long number);

    /**
     * The events of one command.
     *
     * @param command its id
     * @param first   number of the position of its first event; less than 1 where that was not copied here with others
     */
    record Batch(CommandId command, long first) {

        /** What {@code event} is of, as its id says; empty if that is no id of a command's event. */
        static Optional<Batch> of(StoredEvent event) {
            return event.id().ofCommand().filter(of -> of.ordinal() < Append.EVENTS_MAX)
                    .map(of -> new Batch(of.command(), event.number() - of.ordinal()));
        }

        boolean has(StoredEvent event) {
            return of(event).filter(this::equals).isPresent();
        }
    }

    /**
     * What is left of some types of a batch.
     *
     * @param events those that are there, in their order
     * @param torn   if some were removed, before the last that is there: the keys under which something was
     */
    record Left(List<StoredEvent> events, Set<KeyValue> torn) {

        public Left {
            events = List.copyOf(events);
            torn = Set.copyOf(torn);
        }
    }
}
