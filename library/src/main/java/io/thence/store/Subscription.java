// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.Position;
import io.thence.world.Signal;
import java.util.List;

/** An endless reading. It never waits: a caller that finds nothing waits for the signal. For one thread at a time. */
public interface Subscription extends AutoCloseable {

    /**
     * What was found.
     *
     * @param events   at most as many as were asked for
     * @param upTo     everything up to here has been given out or does not match
     * @param caughtUp whether that was the head at this moment
     */
    record Found(List<StoredEvent> events, Position upTo, boolean caughtUp) {}

    /** The next events, at most {@code eventsMax}, of about {@code bytesMax} bytes at most (but one at least). */
    Found poll(int eventsMax, long bytesMax);

    /** Raises {@code signal} whenever there may be more. */
    void wake(Signal signal);

    @Override
    void close();
}
