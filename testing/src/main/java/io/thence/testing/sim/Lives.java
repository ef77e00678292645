// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * The lives of seeds, as many at the same time as there are processors. They are begun in their order; where one fails,
 * those begun before it are lived to their end: so the first that fails is the same whenever they are run.
 */
final class Lives<T> {

    private final LongFunction<T> life;
    private final AtomicLong next = new AtomicLong();
    private final ConcurrentSkipListMap<Long, T> lived = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<Long, Throwable> failures = new ConcurrentSkipListMap<>();

    /** Lives that are lived by {@code life}, which is given a seed. */
    Lives(LongFunction<T> life) {
        this.life = life;
    }

    /** What each came to, by their order; throws what the first one threw that has failed. */
    List<T> run(long from, long to) {
        next.set(from);
        int together = (int) Math.min(Runtime.getRuntime().availableProcessors(), to - from + 1);
        var left = new CountDownLatch(together);
        IntStream.range(0, together).forEach(i -> Thread.ofVirtual().name("lives-" + i).start(() -> {
            try {
                liveUpTo(to);
            } finally {
                left.countDown();
            }
        }));
        await(left);
        var first = failures.firstEntry();
        if (first == null) {
            return List.copyOf(lived.values());
        }
        switch (first.getValue()) {
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case Throwable failure -> throw new AssertionError("seed " + first.getKey(), failure);
        }
    }

    private void liveUpTo(long to) {
        for (long seed = next.getAndIncrement(); seed <= to && failures.isEmpty(); seed = next.getAndIncrement()) {
            try {
                lived.put(seed, life.apply(seed));
            } catch (Throwable e) { // of another thread: it is thrown there
                failures.put(seed, e);
            }
        }
    }

    private static void await(CountDownLatch left) {
        boolean interrupted = false;
        while (true) {
            try {
                left.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
