// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.thence.Handling;
import io.thence.store.StoredEvent;
import java.util.List;
import java.util.Optional;

/**
 * Tells of the events that one part handles together: one span, linked to what led to each of them, and their
 * {@link Handling}s. From any thread.
 */
public final class BatchHandling {

    private final String part;
    private final Optional<Tracing> tracing;

    /** Tells of the batches of {@code part}. */
    public BatchHandling(Telemetry telemetry, String part) {
        this.part = part;
        tracing = Tracing.of(telemetry);
    }

    /**
     * Runs {@code handling}, of {@code events}, each of which is at the same place of {@code places}. Of an event that
     * is alone its lane has told already.
     */
    public void around(List<StoredEvent> events, List<Place> places, Runnable handling) {
        if (events.size() == 1) {
            handling.run();
            return;
        }
        var span = tracing.flatMap(each -> each.process(events, part));
        try {
            Handling.together(places.stream().flatMap(place -> place.handling().stream()).toList(), handling);
        } catch (Throwable e) { // handlers may throw what they do not declare
            span.ifPresent(each -> each.end("failed", e));
            throw e;
        }
        span.ifPresent(each -> each.end("handled", null));
    }
}
