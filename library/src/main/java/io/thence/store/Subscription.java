// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.Position;
import io.thence.world.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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
    default Found poll(int eventsMax, long bytesMax) {
        var events = new ArrayList<StoredEvent>();
        var shown = show(eventsMax, bytesMax, view -> events.add(view.event()));
        return new Found(events, shown.upTo(), shown.caughtUp());
    }

    /**
     * What was shown.
     *
     * @param events   how many events
     * @param upTo     everything up to here has been shown or does not match
     * @param caughtUp whether that was the head at this moment
     */
    record Shown(int events, Position upTo, boolean caughtUp) {}

    /**
     * Shows the next events where they lie: cheaper than {@link #poll} where little of them is needed. An event that
     * {@code to} fails on is not shown again.
     */
    Shown show(int eventsMax, long bytesMax, Consumer<? super EventView> to);

    /** Raises {@code signal} whenever there may be more. */
    void wake(Signal signal);

    @Override
    void close();
}
