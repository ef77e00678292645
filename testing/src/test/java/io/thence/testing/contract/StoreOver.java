// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.Lineage;
import io.thence.Position;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Checkpoint;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.store.Remembered;
import io.thence.store.StoredEvent;
import io.thence.store.StoredType;
import io.thence.store.Subscription;
import io.thence.world.Signal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that hands everything on to another: what a mutant does otherwise, it overrides. */
class StoreOver implements EventStore {

    final EventStore store;

    StoreOver(EventStore store) {
        this.store = store;
    }

    @Override
    public Lineage lineage() {
        return store.lineage();
    }

    @Override
    public Position head() {
        return store.head();
    }

    @Override
    public Appended append(Append append) {
        return store.append(append);
    }

    @Override
    public List<Appended> append(List<Append> together) {
        return store.append(together);
    }

    @Override
    public Optional<Remembered> remembered(CommandId id) {
        return store.remembered(id);
    }

    @Override
    public Optional<StoredEvent> find(EventId id) {
        return store.find(id);
    }

    @Override
    public EventReader read(Query query, Position from, Direction direction) {
        return store.read(query, from, direction);
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        var subscription = store.subscribe(query, after);
        return new Subscription() {
            @Override
            public Shown show(int eventsMax, long bytesMax, Consumer<? super EventView> to) {
                var found = found(subscription.poll(eventsMax, bytesMax));
                found.events().forEach(to);
                return new Shown(found.events().size(), found.upTo(), found.caughtUp());
            }

            @Override
            public void wake(Signal signal) {
                subscription.wake(signal);
            }

            @Override
            public void close() {
                subscription.close();
            }
        };
    }

    /** What a subscription of this store gives out of what it was given. */
    Subscription.Found found(Subscription.Found found) {
        return found;
    }

    @Override
    public List<StoredType> types() {
        return store.types();
    }

    @Override
    public Checkpoint checkpoint(String consumer) {
        return store.checkpoint(consumer);
    }

    @Override
    public void close() {
        store.close();
    }
}
