// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Callers who together do something so often a second, each turn at its time: an open loop, but for turns that come
 * while all callers are busy, which are taken late.
 *
 * @param callers   how many, on virtual threads
 * @param perSecond how often in all
 * @param time      for how long
 */
public record Paced(int callers, int perSecond, Duration time) {

    /** Runs them; {@code work} is given the number of its turn. How many turns a second there were. */
    public double run(LongConsumer work) throws InterruptedException {
        var turns = new AtomicLong();
        var failure = new AtomicReference<@Nullable RuntimeException>();
        long start = System.nanoTime();
        long count = time.toNanos() * perSecond / 1_000_000_000;
        var threads = new ArrayList<Thread>();
        for (int caller = 0; caller < callers; caller++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    for (long n = turns.getAndIncrement(); n < count; n = turns.getAndIncrement()) {
                        await(start + n * 1_000_000_000 / perSecond);
                        work.accept(n);
                    }
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                    turns.set(count);
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
        return count * 1e9 / (System.nanoTime() - start);
    }

    private static void await(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
