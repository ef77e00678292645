// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.Lineage;
import io.thence.Position;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Checkpoint;
import io.thence.store.Condition;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.Query;
import io.thence.store.Remembered;
import io.thence.store.StoredEvent;
import io.thence.store.StoredType;
import io.thence.store.Subscription;
import java.util.List;
import java.util.Optional;

/** A mutant: its conditions leave out the last key that a decision read. */
record ForgetfulStore(EventStore store) implements EventStore {

    @Override
    public Appended append(Append append) {
        return store.append(forgetful(append));
    }

    @Override
    public List<Appended> append(List<Append> together) {
        return store.append(together.stream().map(ForgetfulStore::forgetful).toList());
    }

    private static Append forgetful(Append append) {
        return append.on(switch (append.condition()) {
            case Condition.NothingNew(var query, var after) ->
                Condition.nothingNew(query.terms().subList(0, query.terms().size() - 1), after);
            case Condition other -> other;
        });
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
    public void close() {
        store.close();
    }
}
