// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.ThenceException.DiskFull;
import io.thence.store.StoredEvent;
import io.thence.world.World;
import java.time.Duration;
import java.util.Optional;

/**
 * A handler that is run by the world; that a disk is full holds its events up.
 *
 * @param who     whose it is, for messages
 * @param world   runs it
 * @param handler it
 */
record WorldHandler(String who, World world, Handler handler) implements Handler {

    @Override
    public void handle(StoredEvent event) {
        try {
            world.handle(who, event.id(), () -> handler.handle(event));
        } catch (DiskFull e) {
            throw new HeldUp(String.valueOf(e.getMessage()), e); // no event's fault: there may be room again
        }
    }

    @Override
    public void failed(StoredEvent event, int attempts, Throwable failure, Optional<Duration> rest) {
        handler.failed(event, attempts, failure, rest);
    }
}
