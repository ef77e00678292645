// SPDX-License-Identifier: Apache-2.0
package io.thence.log.read;

import io.thence.Lineage;
import io.thence.Position;
import io.thence.log.state.Listeners;
import io.thence.store.EventView;
import io.thence.store.Subscription;
import io.thence.world.Signal;
import java.util.function.Consumer;
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
    public Shown show(int eventsMax, long bytesMax, Consumer<? super EventView> to) {
        int events = 0;
        long bytes = 0;
        while (events < eventsMax && bytes < bytesMax) {
            var event = scan.nextView();
            if (event.isEmpty()) {
                return new Shown(events, new Position(lineage, scan.seen()), true);
            }
            events++;
            bytes += event.get().length();
            to.accept(event.get());
        }
        return new Shown(events, new Position(lineage, scan.seen()), false);
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
