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

/** Fills a store with a number of batches, by several callers at once. */
public final class Filling {

    private Filling() {}

    /**
     * Appends {@code count} batches, of which {@code batches} makes the {@code n}th.
     *
     * @param progress told how many are done, by one thread
     */
    public static void fill(EventStore store, int callers, int count, IntFunction<Append> batches, IntConsumer progress)
            throws InterruptedException {
        var next = new AtomicInteger();
        var failure = new AtomicReference<@Nullable RuntimeException>();
        var threads = new ArrayList<Thread>();
        for (int caller = 0; caller < callers; caller++) {
            boolean reports = caller == 0;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int n = next.getAndIncrement(); n < count && failure.get() == null; n = next.getAndIncrement()) {
                        Stores.append(store, batches.apply(n));
                        if (reports) {
                            progress.accept(n);
                        }
                    }
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
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
