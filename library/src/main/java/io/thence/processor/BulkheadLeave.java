// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;

/** So many calls at the same time, by Resilience4j's bulkhead. */
final class BulkheadLeave implements Leave {

    private final Bulkhead bulkhead;
    private final Runnable freed;

    /** {@code freed} is run when a call has ended that others may have waited for. */
    BulkheadLeave(String name, int calls, Runnable freed) {
        bulkhead = Bulkhead.of(name, BulkheadConfig.custom().maxConcurrentCalls(calls).maxWaitDuration(Duration.ZERO)
                .build());
        this.freed = freed;
    }

    @Override
    public boolean take() {
        return bulkhead.tryAcquirePermission();
    }

    @Override
    public void end() {
        boolean wasFull = closedNanos() > 0;
        bulkhead.releasePermission();
        if (wasFull) {
            freed.run();
        }
    }

    @Override
    public long closedNanos() {
        return bulkhead.getMetrics().getAvailableConcurrentCalls() > 0 ? 0 : UNTIL_TOLD;
    }
}
