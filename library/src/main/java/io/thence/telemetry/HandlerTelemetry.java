// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.thence.store.StoredEvent;
import io.thence.world.World;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Tells of the handler of one part. From any thread. */
public final class HandlerTelemetry {

    private final String part;
    private final World world;
    private final Optional<Meters> meters;
    private final Optional<Tracing> tracing;

    /** Tells of the handler of {@code part}, which is a {@code kind} of part. */
    public HandlerTelemetry(Telemetry telemetry, String kind, String part, World world) {
        this.part = part;
        this.world = world;
        meters = telemetry.meters().map(registry -> new Meters(registry, telemetry.tags(kind, part)));
        tracing = Tracing.of(telemetry);
    }

    /** What came of a call. */
    public enum Came {
        /** The event is handled. */
        HANDLED,
        /** The handler threw. */
        FAILED,
        /** What is in the way is no fault of the event. */
        HELD_UP;

        private String text() {
            return switch (this) {
                case HANDLED -> "handled";
                case FAILED -> "failed";
                case HELD_UP -> "held_up";
            };
        }
    }

    /** A call begins, on this thread. */
    public Call begin(StoredEvent event) {
        var record = new EventHandled();
        if (meters.isEmpty() && tracing.isEmpty() && !record.isEnabled()) {
            return (_, _) -> {};
        }
        record.begin();
        long begun = world.nanos();
        var span = tracing.map(each -> each.process(event, part));
        return (came, failure) -> {
            span.ifPresent(each -> each.end(came.text(), failure));
            meters.ifPresent(each -> each.ended(event, came, new Taken(world, begun)));
            record.ended(part, event, came.text());
        };
    }

    /** A call of the handler. */
    @FunctionalInterface
    public interface Call {
        /** It has ended, on the thread on which it began. */
        void end(Came came, Optional<Throwable> failure);
    }

    /** An event has failed for the {@code attempts}th time, and is tried again after {@code rest}. */
    public void retries(StoredEvent event, int attempts, Throwable failure, Duration rest) {
        meters.ifPresent(each -> each.retries.increment());
        var record = new EventRetried();
        if (record.isEnabled()) {
            record.attempts = attempts;
            record.restMillis = rest.toMillis();
            record.tell(part, event, failure);
        }
    }

    /** An event has failed for the {@code attempts}th time, and is not tried again by itself. */
    public void givesUp(StoredEvent event, int attempts, Throwable failure) {
        meters.ifPresent(each -> each.givenUp.increment());
        var record = new EventGivenUp();
        if (record.isEnabled()) {
            record.attempts = attempts;
            record.tell(part, event, failure);
        }
    }

    /** The time that a call took. */
    private record Taken(World world, long begun) {}

    /** Those of one part; they are registered when there is something to tell. */
    private static final class Meters {

        private final MeterRegistry registry;
        private final Tags tags;
        private final Latency latency;
        private final Map<String, Timer[]> timers = new ConcurrentHashMap<>();
        private final Counter retries;
        private final Counter givenUp;

        Meters(MeterRegistry registry, Tags tags) {
            this.registry = registry;
            this.tags = tags;
            latency = new Latency(registry, tags);
            retries = Counter.builder("thence.retries").tags(tags).baseUnit("events")
                    .description("Events that failed and were to be tried again").register(registry);
            givenUp = Counter.builder("thence.dead.letters").tags(tags).baseUnit("events")
                    .description("Events that were given up").register(registry);
        }

        void ended(StoredEvent event, Came came, Taken taken) {
            long nanos = taken.world().nanos() - taken.begun();
            timers.computeIfAbsent(event.type(), this::timers)[came.ordinal()].record(nanos, TimeUnit.NANOSECONDS);
            if (came == Came.HANDLED) {
                latency.handled(event, taken.world());
            }
        }

        private Timer[] timers(String type) {
            var all = new Timer[Came.values().length];
            for (var came : Came.values()) {
                all[came.ordinal()] = Timer.builder("thence.handler").description("Calls of handlers").tags(tags)
                        .tag("event", type).tag("outcome", came.text()).register(registry);
            }
            return all;
        }
    }
}
