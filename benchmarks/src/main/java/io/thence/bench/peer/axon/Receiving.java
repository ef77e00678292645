// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer.axon;

import io.thence.bench.load.Receive;
import org.axonframework.messaging.commandhandling.annotation.CommandHandler;
import org.axonframework.messaging.eventhandling.gateway.EventAppender;
import org.axonframework.modelling.annotation.InjectEntity;

/** What Axon decides commands by. */
public final class Receiving {

    @CommandHandler
    void handle(Receive receive, @InjectEntity(idProperty = AxonBank.ACCOUNT) Account account, EventAppender events) {
        if (account.cents() + receive.cents() < 0) {
            throw new IllegalStateException("only " + account.cents() + " cents");
        }
        events.append(receive.payment());
    }
}
