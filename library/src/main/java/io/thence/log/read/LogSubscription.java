// SPDX-License-Identifier: Apache-2.0
package io.thence.log.read;

import io.thence.Lineage;
import io.thence.Position;
import io.thence.log.state.Listeners;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.world.Signal;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** A {@link LogScan} without end. */
final class LogSubscription implements Subscription {

    private final LogScan scan;
    private final Lineage lineage;
    private final Listeners listeners;
    private @Nullable Signal signal;

    LogSubscription(LogScan scan, Lineage lineage, Listeners listeners) {
        this.scan = scan;
        this.lineage = lineage;
        this.listeners = listeners;
    }

    @Override
    public Found poll(int eventsMax, long bytesMax) {
        var events = new ArrayList<StoredEvent>();
        long bytes = 0;
        while (events.size() < eventsMax && bytes < bytesMax) {
            var event = scan.next();
            if (event.isEmpty()) {
                return new Found(events, new Position(lineage, scan.seen()), true);
            }
            events.add(event.get());
            bytes += event.get().data().length;
        }
        return new Found(events, new Position(lineage, scan.seen()), false);
    }

    @Override
    public void wake(Signal wanted) {
        close();
        signal = wanted;
        listeners.add(wanted);
        wanted.raise(); // there may be something that came since the last poll
    }

    @Override
    public void close() {
        var wanted = signal;
        if (wanted != null) {
            listeners.remove(wanted);
        }
    }
}
