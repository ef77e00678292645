// SPDX-License-Identifier: Apache-2.0
package io.thence.bank;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Position;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Checkpoint;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.Query;
import io.thence.store.Remembered;
import io.thence.store.StoredEvent;
import io.thence.store.StoredType;
import io.thence.store.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Passes everything on to a store; a test overrides what it wants to see or disturb. */
public class PassingStore implements EventStore {

    private final EventStore store;

    public PassingStore(EventStore store) {
        this.store = store;
    }

    /** A store that does something before each append. */
    public static PassingStore before(EventStore store, Consumer<Append> act) {
        return new PassingStore(store) {
            @Override
            public Appended append(Append append) {
                act.accept(append);
                return super.append(append);
            }

            @Override
            public List<Appended> append(List<Append> together) {
                together.forEach(act);
                return super.append(together);
            }
        };
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
        return store.subscribe(query, after);
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
    public boolean isRemoved(Position position) {
        return store.isRemoved(position);
    }

    @Override
    public long revision(KeyValue key, Position upTo) {
        return store.revision(key, upTo);
    }

    @Override
    public boolean isWhole(KeyValue key, Position upTo) {
        return store.isWhole(key, upTo);
    }

    @Override
    public void close() {
        store.close();
    }
}
