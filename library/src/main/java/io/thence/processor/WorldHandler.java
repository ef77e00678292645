// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.store.StoredEvent;
import io.thence.world.World;
import java.time.Duration;
import java.util.Optional;

/**
 * A handler that is run by the world.
 *
 * @param who     whose it is, for messages
 * @param world   runs it
 * @param handler it
 */
record WorldHandler(String who, World world, Handler handler) implements Handler {

    @Override
    public void handle(StoredEvent event) {
        world.handle(who, event.id(), () -> handler.handle(event));
    }

    @Override
    public void failed(StoredEvent event, int attempts, Throwable failure, Optional<Duration> rest) {
        handler.failed(event, attempts, failure, rest);
    }
}
