// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.Position;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Appended.Committed;
import io.thence.store.Appended.Conflict;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/** A part of the suite: its tests begin with a new store each. */
abstract class Topic {

    private final EventStoreContract contract;
    private @Nullable EventStore opened;

    Topic(EventStoreContract contract) {
        this.contract = contract;
    }

    @BeforeEach
    void openStore() {
        opened = contract.open();
    }

    @AfterEach
    void closeStore() {
        contract.release(store());
    }

    final EventStoreContract contract() {
        return contract;
    }

    final EventStore store() {
        if (opened == null) {
            throw new IllegalStateException("the store is not open");
        }
        return opened;
    }

    final void reopen() {
        opened = contract.reopen(store());
    }

    /** How long a test waits for what must come. */
    final Duration patience() {
        return contract.patience();
    }

    final Together together() {
        return new Together(patience());
    }

    final boolean can(Capability capability) {
        return contract.capabilities().contains(capability);
    }

    final Position start() {
        return new Position(store().lineage(), 0);
    }

    /** Appends what must be appended; the position of its last event. */
    final Position commit(Append append) {
        return committed(store().append(append)).last();
    }

    static Committed committed(Appended answer) {
        assertThat(answer).isInstanceOf(Committed.class);
        return (Committed) answer;
    }

    static Conflict conflict(Appended answer) {
        assertThat(answer).isInstanceOf(Conflict.class);
        return (Conflict) answer;
    }

    /** Everything, from the start. */
    final List<StoredEvent> all() {
        return forwards(Query.ALL, start());
    }

    final List<StoredEvent> forwards(Query query, Position after) {
        return store().read(query, after, Direction.FORWARDS).list(Integer.MAX_VALUE);
    }

    final List<StoredEvent> backwards(Query query, Position before) {
        return store().read(query, before, Direction.BACKWARDS).list(Integer.MAX_VALUE);
    }

    /** Compares all but revisions, which a store looks up when they are asked for. */
    static void assertEqual(List<StoredEvent> events, List<StoredEvent> expected) {
        assertThat(events).usingRecursiveComparison().ignoringFields("ordinal").isEqualTo(expected);
    }

    static List<String> types(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::type).toList();
    }

    static List<Long> numbers(List<StoredEvent> events) {
        return events.stream().map(event -> event.position().number()).toList();
    }
}
