// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.micrometer.core.instrument.Counter;
import io.thence.store.StoredEvent;
import java.time.Duration;
import java.util.Optional;

/** Tells what becomes of the events that fail in one part. From any thread. */
final class FailedEvents {

    private final String part;
    private final Optional<Counter> retries;
    private final Optional<Counter> givenUp;

    /** Tells of {@code part}, which is a {@code kind} of part. */
    FailedEvents(Telemetry telemetry, String kind, String part) {
        this.part = part;
        var tags = telemetry.tags(kind, part);
        retries = telemetry.meters().map(registry -> Counter.builder("thence.retries").tags(tags)
                .description("Events that failed and were to be tried again").register(registry));
        givenUp = telemetry.meters().map(registry -> Counter.builder("thence.dead.letters").tags(tags)
                .description("Events that were given up").register(registry));
    }

    /** An event has failed for the {@code attempts}th time, and is tried again after {@code rest}. */
    void retries(StoredEvent event, int attempts, Throwable failure, Duration rest) {
        retries.ifPresent(Counter::increment);
        var record = new EventRetried();
        if (record.isEnabled()) {
            record.attempts = attempts;
            record.restMillis = rest.toMillis();
            record.tell(part, event, failure);
        }
    }

    /** An event has failed for the {@code attempts}th time, and is not tried again by itself. */
    void givesUp(StoredEvent event, int attempts, Throwable failure) {
        givenUp.ifPresent(Counter::increment);
        var record = new EventGivenUp();
        if (record.isEnabled()) {
            record.attempts = attempts;
            record.tell(part, event, failure);
        }
    }
}
