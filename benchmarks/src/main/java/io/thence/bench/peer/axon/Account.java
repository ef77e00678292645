// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer.axon;

import io.thence.bench.load.Payload;
import org.axonframework.eventsourcing.annotation.EventSourcedEntity;
import org.axonframework.eventsourcing.annotation.EventSourcingHandler;
import org.axonframework.eventsourcing.annotation.reflection.EntityCreator;

/** What Axon folds an account's events to. */
@EventSourcedEntity(tagKey = AxonBank.ACCOUNT)
public final class Account {

    private long cents;

    /** An account that has received nothing. */
    @EntityCreator
    public Account() {}

    @EventSourcingHandler
    void on(Payload paid) {
        cents += paid.cents();
    }

    long cents() {
        return cents;
    }
}
