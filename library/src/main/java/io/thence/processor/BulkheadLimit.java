// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;

/** So many calls at the same time, by Resilience4j's bulkhead. */
final class BulkheadLimit implements CallLimit {

    private final Bulkhead bulkhead;
    private final Runnable freed;

    private volatile boolean isAwaited;

    /** {@code freed} is run when a call has ended and somebody has asked in vain. */
    BulkheadLimit(Bulkhead bulkhead, Runnable freed) {
        this.bulkhead = bulkhead;
        this.freed = freed;
    }

    static BulkheadLimit of(String name, int calls, Runnable freed) {
        return new BulkheadLimit(Bulkhead.of(name, BulkheadConfig.custom().maxConcurrentCalls(calls)
                .maxWaitDuration(Duration.ZERO).build()), freed);
    }

    @Override
    public boolean tryAcquire() {
        return bulkhead.tryAcquirePermission();
    }

    @Override
    public void release() {
        bulkhead.releasePermission();
        if (isAwaited) {
            isAwaited = false;
            freed.run();
        }
    }

    @Override
    public long closedNanos() {
        if (hasRoom()) {
            return 0;
        }
        isAwaited = true;
        return hasRoom() ? 0 : UNTIL_TOLD; // who ended a call just now may not have seen that somebody waits
    }

    private boolean hasRoom() {
        return bulkhead.getMetrics().getAvailableConcurrentCalls() > 0;
    }
}
