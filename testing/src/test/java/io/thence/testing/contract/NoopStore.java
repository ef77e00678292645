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
import java.util.UUID;
import java.util.function.Consumer;

/** Does nothing, and answers as if all were well. */
final class NoopStore implements EventStore {

    private static final Position ZERO = new Position(new Lineage(new UUID(0, 0), 1), 0);

    @Override
    public Lineage lineage() {
        return ZERO.lineage();
    }

    @Override
    public Position head() {
        return ZERO;
    }

    @Override
    public Appended append(Append append) {
        return new Appended.Committed(ZERO, ZERO);
    }

    @Override
    public List<Appended> append(List<Append> together) {
        return together.stream().map(this::append).toList();
    }

    @Override
    public Optional<Remembered> remembered(CommandId id) {
        return Optional.empty();
    }

    @Override
    public Optional<StoredEvent> find(EventId id) {
        return Optional.empty();
    }

    @Override
    public EventReader read(Query query, Position from, Direction direction) {
        return Optional::empty;
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        return new Subscription() {
            @Override
            public Shown show(int eventsMax, long bytesMax, Consumer<? super EventView> to) {
                return new Shown(0, ZERO, true);
            }

            @Override
            public void wake(Signal signal) {}

            @Override
            public void close() {}
        };
    }

    @Override
    public List<StoredType> types() {
        return List.of();
    }

    @Override
    public Checkpoint checkpoint(String consumer) {
        return Checkpoint.NONE;
    }

    @Override
    public void close() {}
}
