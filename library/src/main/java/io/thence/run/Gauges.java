// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.thence.SystemEvent.BreakerState;
import io.thence.ThenceException;
import io.thence.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Meters that ask when they are looked at. What cannot be told shows as NaN, never as 0. */
final class Gauges implements AutoCloseable {

    private static final double UNKNOWN = Double.NaN;

    private final Telemetry telemetry;
    private final List<Meter> meters = new CopyOnWriteArrayList<>();

    Gauges(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** Shows a number that only rises. */
    void count(String name, String what, DoubleSupplier now) {
        telemetry.meters().ifPresent(registry -> meters.add(FunctionCounter
                .builder(name, now, supplier -> known(supplier)).description(what)
                .tags("application", telemetry.application()).register(registry)));
    }

    /** Those of one part. */
    OfPart of(String kind, String part) {
        return of(telemetry.tags(kind, part));
    }

    private OfPart of(Tags tags) {
        return new OfPart(tags);
    }

    /** Those of one part, by its tags. */
    final class OfPart {

        private final Tags tags;

        private OfPart(Tags tags) {
            this.tags = tags;
        }

        /** Shows a number that goes up and down; {@code unit} is empty if it has none. */
        void show(String name, String what, String unit, DoubleSupplier now) {
            telemetry.meters().ifPresent(registry -> meters.add(Gauge.builder(name, () -> known(now))
                    .description(what).baseUnit(unit.isEmpty() ? null : unit).tags(tags).register(registry)));
        }

        /** Shows whether a circuit breaker is in a state. */
        void breaker(BreakerState state, DoubleSupplier now) {
            of(tags.and("state", state.name().toLowerCase(Locale.ROOT)))
                    .show("thence.breaker", "1 for the state that the circuit breaker is in, else 0", "", now);
        }

        /** Shows a time. */
        void time(String name, String what, Supplier<Duration> now) {
            telemetry.meters().ifPresent(registry -> meters.add(TimeGauge.builder(name,
                    () -> known(() -> now.get().toMillis()), TimeUnit.MILLISECONDS)
                    .description(what).tags(tags).register(registry)));
        }
    }

    private static double known(DoubleSupplier now) {
        try {
            return now.getAsDouble();
        } catch (ThenceException _) {
            return UNKNOWN;
        }
    }

    /** They are shown no more. */
    @Override
    public void close() {
        telemetry.meters().ifPresent(registry -> meters.forEach(registry::remove));
    }
}
