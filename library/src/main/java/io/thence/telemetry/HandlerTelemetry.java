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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the handler of one part. From any thread.
 *
 * <p>All calls are counted. At most one in {@value #APART_NANOS} ns is timed, the first to begin: where there are
 * hundreds of thousands a second, reading clocks for each would cost more than handling it.
 */
public final class HandlerTelemetry {

    /** The distance of calls that are timed. */
    static final long APART_NANOS = 1_000_000;

    private static final Call UNTOLD = new Call();

    private final String part;
    private final @Nullable Meters meters;
    private final @Nullable Tracing tracing;
    private final FailedEvents failed;

    /** Tells of the handler of {@code part}, which is a {@code kind} of part. */
    public HandlerTelemetry(Telemetry telemetry, String kind, String part, World world) {
        this.part = part;
        meters = telemetry.meters().map(registry -> new Meters(registry, telemetry.tags(kind, part), world))
                .orElse(null);
        tracing = Tracing.of(telemetry).orElse(null);
        failed = new FailedEvents(telemetry, kind, part);
    }

    /** What came of a call. */
    public enum Came {
        /** The event is handled. */
        HANDLED("handled"),
        /** The handler threw. */
        FAILED("failed"),
        /** What is in the way is no fault of the event. */
        HELD_UP("held_up");

        private final String text;

        Came(String text) {
            this.text = text;
        }
    }

    /** A call begins, on this thread. */
    public Call begin(StoredEvent event) {
        var record = new EventHandled();
        boolean isRecorded = record.isEnabled();
        return meters == null && tracing == null && !isRecorded ? UNTOLD
                : new Told(event, isRecorded ? record : null);
    }

    /** A call of the handler. */
    public static class Call {

        private Call() {}

        /** It has ended, on the thread on which it began; {@code failure} is what was thrown. */
        public void end(Came came, @Nullable Throwable failure) {}
    }

    /** One of which is told. */
    private final class Told extends Call {

        private final StoredEvent event;
        private final @Nullable EventHandled record;
        private final long timedFrom;
        private final @Nullable OpenSpan span;

        Told(StoredEvent event, @Nullable EventHandled record) {
            this.event = event;
            this.record = record;
            if (record != null) {
                record.begin();
            }
            timedFrom = meters == null ? Meters.UNTIMED : meters.begin();
            span = tracing == null ? null : tracing.process(event, part).orElse(null);
        }

        @Override
        public void end(Came came, @Nullable Throwable failure) {
            if (span != null) {
                span.end(came.text, failure);
            }
            if (meters != null) {
                meters.ended(event, came, timedFrom);
            }
            if (record != null) {
                record.ended(part, event, came.text);
            }
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

    /** Those of one part. */
    private static final class Meters {

        private static final long UNTIMED = Long.MIN_VALUE;

        private final MeterRegistry registry;
        private final Tags tags;
        private final World world;
        private final Map<String, OfType> counters = new ConcurrentHashMap<>();
        private final Timer timer;
        private final Latency latency;
        private volatile long timedNanos;
        private volatile @Nullable OfType last;

        Meters(MeterRegistry registry, Tags tags, World world) {
            this.registry = registry;
            this.tags = tags;
            this.world = world;
            timedNanos = world.nanos() - APART_NANOS;
            timer = Timer.builder("thence.handler").tags(tags)
                    .description("Calls of handlers, at most one in a millisecond").register(registry);
            latency = new Latency(registry, tags);
        }

        /** When the call begins, if it is timed. */
        long begin() {
            long now = world.nanos();
            if (now - timedNanos < APART_NANOS) {
                return UNTIMED;
            }
            timedNanos = now;
            return now;
        }

        void ended(StoredEvent event, Came came, long timedFrom) {
            ofType(event.type()).count(came);
            if (timedFrom != UNTIMED) {
                timer.record(world.nanos() - timedFrom, TimeUnit.NANOSECONDS);
                if (came == Came.HANDLED) {
                    latency.handled(event, world);
                }
            }
        }

        private OfType ofType(String type) {
            var known = last;
            if (known == null || !known.type.equals(type)) {
                known = counters.computeIfAbsent(type, OfType::new);
                last = known;
            }
            return known;
        }

        /** Counts the calls for events of one type. */
        private final class OfType {

            private final String type;
            private final Counter handled;
            private final Counter failed;
            private final Counter heldUp;

            OfType(String type) {
                this.type = type;
                handled = counter(Came.HANDLED);
                failed = counter(Came.FAILED);
                heldUp = counter(Came.HELD_UP);
            }

            private Counter counter(Came came) {
                return Counter.builder("thence.handled").description("Calls of handlers").tags(tags)
                        .tag("event", type).tag("outcome", came.text).register(registry);
            }

            void count(Came came) {
                (switch (came) {
                    case HANDLED -> handled;
                    case FAILED -> failed;
                    case HELD_UP -> heldUp;
                }).increment();
            }
        }
    }
}
