// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Callers that do one thing again and again, each the next time when the last one is done: a closed loop.
 *
 * @param count   how many
 * @param threads what they run on: virtual threads, but for peers that hold on to the thread below
 */
public record Callers(int count, ThreadFactory threads) {

    private static final long LONGEST_NANOS = 60_000_000_000L;

    /** On virtual threads. */
    public static Callers virtual(int count) {
        return new Callers(count, Thread.ofVirtual().factory());
    }

    /** On threads of the system, for native code, which would hold on to what carries a virtual thread. */
    public static Callers platform(int count) {
        return new Callers(count, Thread.ofPlatform().factory());
    }

    /** What a caller does once. */
    @FunctionalInterface
    public interface Work {
        /** Does it for the caller of this number. */
        void once(int caller) throws Exception;
    }

    /**
     * Runs them for about {@code time}.
     *
     * @throws Exception what the work of one of them has thrown
     */
    public Tally run(Duration time, Work work) throws Exception {
        var failure = new AtomicReference<@Nullable Exception>();
        var loops = new ArrayList<Loop>();
        long start = System.nanoTime();
        long deadline = start + time.toNanos();
        for (int caller = 0; caller < count; caller++) {
            loops.add(new Loop(caller, deadline, work, failure));
        }
        var running = loops.stream().map(threads::newThread).toList();
        running.forEach(Thread::start);
        for (var thread : running) {
            thread.join();
        }
        long nanos = System.nanoTime() - start;
        var failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return tally(loops, nanos);
    }

    private Tally tally(Iterable<Loop> loops, long nanos) {
        var all = new Histogram(LONGEST_NANOS, 2);
        long slowest = Long.MAX_VALUE;
        for (var loop : loops) {
            all.add(loop.nanos);
            slowest = Math.min(slowest, loop.nanos.getTotalCount());
        }
        double mean = all.getTotalCount() / (double) count;
        return new Tally(all.getTotalCount(), nanos / 1e9, all, mean == 0 ? 0 : slowest / mean);
    }

    private static final class Loop implements Runnable {

        private final int caller;
        private final long deadline;
        private final Work work;
        private final AtomicReference<@Nullable Exception> failure;
        private final Histogram nanos = new Histogram(LONGEST_NANOS, 2);

        Loop(int caller, long deadline, Work work, AtomicReference<@Nullable Exception> failure) {
            this.caller = caller;
            this.deadline = deadline;
            this.work = work;
            this.failure = failure;
        }

        @Override
        public void run() {
            try {
                long before = System.nanoTime();
                do {
                    work.once(caller);
                    long after = System.nanoTime();
                    nanos.recordValue(Math.min(after - before, LONGEST_NANOS));
                    before = after;
                } while (before < deadline && failure.get() == null);
            } catch (Exception e) {
                failure.compareAndSet(null, e);
            }
        }
    }
}
