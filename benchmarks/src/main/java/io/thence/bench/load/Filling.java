// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.store.Append;
import io.thence.store.EventStore;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Fills a store with a number of batches.
 *
 * @param store   it
 * @param callers how many append at the same time, each on a virtual thread
 */
public record Filling(EventStore store, int callers) {

    /**
     * Appends {@code count} batches, of which {@code batches} makes the {@code n}th.
     *
     * @param progress told now and then how many are done, by one thread
     */
    public void fill(int count, IntFunction<Append> batches, IntConsumer progress) throws InterruptedException {
        var next = new AtomicInteger();
        var failure = new AtomicReference<@Nullable RuntimeException>();
        var threads = new ArrayList<Thread>();
        for (int caller = 0; caller < callers; caller++) {
            IntConsumer told = caller == 0 ? progress : _ -> {};
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                        Stores.append(store, batches.apply(n));
                        told.accept(n);
                    }
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                    next.set(count);
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        var failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}
