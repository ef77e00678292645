// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.thence.Guards.Rate;
import io.thence.world.World;
import java.time.Duration;

/** So many calls in each period, by Resilience4j's limiter on the world's clock. */
final class RateLimit implements CallLimit {

    private final AtomicRateLimiter limiter;

    RateLimit(String name, Rate rate, World world) {
        var config = RateLimiterConfig.custom().limitForPeriod(rate.calls()).limitRefreshPeriod(rate.per())
                .timeoutDuration(Duration.ZERO).build(); // with no time to wait it never does
        limiter = new AtomicRateLimiter(name, config, world::nanos);
    }

    @Override
    public boolean tryAcquire() {
        return limiter.reservePermission(1) == 0;
    }

    /** What was taken of a period stays taken. */
    @Override
    public void release() {}

    @Override
    public long closedNanos() {
        return limiter.getDetailedMetrics().getNanosToWait();
    }
}
