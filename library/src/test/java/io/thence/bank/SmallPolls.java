// SPDX-License-Identifier: Apache-2.0
package io.thence.bank;

import io.thence.Position;
import io.thence.store.EventStore;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.store.Subscription;
import io.thence.world.Signal;
import java.util.function.Consumer;

/** A store whose subscriptions give a few events at a time: what reads them can be stopped between any two. */
public final class SmallPolls extends PassingStore {

    private final int most;

    public SmallPolls(EventStore store, int most) {
        super(store);
        this.most = most;
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        var from = super.subscribe(query, after);
        return new Subscription() {
            @Override
            public Shown show(int eventsMax, long bytesMax, Consumer<? super EventView> to) {
                return from.show(Math.min(most, eventsMax), bytesMax, to);
            }

            @Override
            public void wake(Signal signal) {
                from.wake(signal);
            }

            @Override
            public void close() {
                from.close();
            }
        };
    }
}
