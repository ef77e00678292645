// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.thence.log.LogFollower;
import io.thence.store.EventView;
import io.thence.store.Subscription;
import io.thence.world.Signal;
import java.util.function.Consumer;

/** A subscription to a follower that brings it up to date with each poll. */
final class FollowedTail implements Subscription {

    private final LogFollower follower;
    private final Subscription events;

    FollowedTail(LogFollower follower, Subscription events) {
        this.follower = follower;
        this.events = events;
    }

    @Override
    public Shown show(int eventsMax, long bytesMax, Consumer<? super EventView> to) {
        follower.refresh();
        return events.show(eventsMax, bytesMax, to);
    }

    @Override
    public void wake(Signal signal) {
        events.wake(signal);
    }

    @Override
    public void close() {
        events.close();
    }
}
