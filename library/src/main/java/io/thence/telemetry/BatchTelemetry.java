// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.thence.store.StoredEvent;
import io.thence.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells of the batches that one projection takes in, and of events that fail in it. From any thread. */
public final class BatchTelemetry {

    private static final String KIND = "projection";

    private final String part;
    private final World world;
    private final Optional<Meters> meters;
    private final Optional<Tracing> tracing;
    private final FailedEvents failed;

    /** Tells of the projection {@code name}. */
    public BatchTelemetry(Telemetry telemetry, String name, World world) {
        part = name;
        this.world = world;
        meters = telemetry.meters().map(registry -> new Meters(registry, telemetry.tags(KIND, name)));
        tracing = Tracing.of(telemetry);
        failed = new FailedEvents(telemetry, KIND, name);
    }

    /** Has {@code taking} take {@code events} in, which says what went wrong, if that was their fault. */
    public Optional<Throwable> around(List<StoredEvent> events, Supplier<Optional<Throwable>> taking) {
        var record = new BatchTaken();
        if (events.isEmpty() || (meters.isEmpty() && tracing.isEmpty() && !record.isEnabled())) {
            return taking.get();
        }
        record.begin();
        long begun = world.nanos();
        var span = tracing.flatMap(each -> each.process(events, part));
        Optional<Throwable> failure;
        try {
            failure = taking.get();
        } catch (RuntimeException | Error e) {
            span.ifPresent(each -> each.end("failed", e));
            record.ended(part, events, "failed");
            throw e; // nobody knows whether it was taken in: it comes again
        }
        var outcome = failure.isEmpty() ? "handled" : "failed";
        span.ifPresent(each -> each.end(outcome, failure.orElse(null)));
        meters.ifPresent(each -> each.ended(events, failure.isEmpty(), world, begun));
        record.ended(part, events, outcome);
        return failure;
    }

    /** The time at which a batch begins of which only number and time are told, by {@link #taken}. */
    public long begin() {
        return world.nanos();
    }

    /** A batch that began at {@code begun} is taken in. */
    public void taken(int events, long begun) {
        if (events > 0) {
            meters.ifPresent(each -> each.taken(events, world.nanos() - begun));
        }
    }

    /** An event has failed for the {@code attempts}th time, and is tried again after {@code rest}. */
    public void retries(StoredEvent event, int attempts, Throwable failure, Duration rest) {
        failed.retries(event, attempts, failure, rest);
    }

    /** An event has failed for the {@code attempts}th time, and is not tried again by itself. */
    public void givesUp(StoredEvent event, int attempts, Throwable failure) {
        failed.givesUp(event, attempts, failure);
    }

    /** Those of one projection. */
    private static final class Meters {

        private final DistributionSummary sizes;
        private final Timer handled;
        private final Timer failed;
        private final Latency latency;

        Meters(MeterRegistry registry, Tags tags) {
            sizes = DistributionSummary.builder("thence.batch.size").tags(tags).baseUnit("events")
                    .description("Events that were taken in, by transaction").register(registry);
            handled = timer(registry, tags.and("outcome", "handled"));
            failed = timer(registry, tags.and("outcome", "failed"));
            latency = new Latency(registry, tags);
        }

        private static Timer timer(MeterRegistry registry, Tags tags) {
            return Timer.builder("thence.batch").tags(tags)
                    .description("Transactions in which projections take events in").register(registry);
        }

        /** The latency of a batch is that of its first event, which waited longest. */
        void ended(List<StoredEvent> events, boolean isHandled, World world, long begun) {
            long nanos = world.nanos() - begun;
            if (isHandled) {
                taken(events.size(), nanos);
                latency.handled(events.getFirst(), world);
            } else {
                failed.record(nanos, TimeUnit.NANOSECONDS);
            }
        }

        void taken(int events, long nanos) {
            handled.record(nanos, TimeUnit.NANOSECONDS);
            sizes.record(events);
        }
    }
}
