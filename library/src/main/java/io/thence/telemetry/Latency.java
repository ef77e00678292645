// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.thence.store.StoredEvent;
import io.thence.world.World;
import java.util.concurrent.TimeUnit;

/** How long it took from an event's append, and from when it happened, until a part was done with it. */
final class Latency {

    private final Timer sinceAppend;
    private final Timer sinceEvent;

    Latency(MeterRegistry registry, Tags tags) {
        sinceAppend = timer(registry, tags.and("since", "append"));
        sinceEvent = timer(registry, tags.and("since", "event"));
    }

    private static Timer timer(MeterRegistry registry, Tags tags) {
        return Timer.builder("thence.latency").tags(tags)
                .description("From an event's append, or from when it happened where that is said, until it is handled")
                .register(registry);
    }

    /** Clocks go backwards; a time that would be less than nothing counts as none. */
    void handled(StoredEvent event, World world) {
        long nowMillis = world.now().toEpochMilli();
        sinceAppend.record(Math.max(0, nowMillis - event.stamp().millis()), TimeUnit.MILLISECONDS);
        if (event.occurred().isPresent()) {
            sinceEvent.record(Math.max(0, nowMillis - event.occurred().get().toEpochMilli()), TimeUnit.MILLISECONDS);
        }
    }
}
