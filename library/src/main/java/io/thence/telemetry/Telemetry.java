// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.thence.Origin;
import java.util.Optional;

/**
 * Where an application tells what it does. Where nothing is given, nothing is told, and nothing is measured. Both are
 * the caller's: they outlive the application, which takes its own meters out of the registry when it is closed.
 *
 * @param meters      where meters are registered
 * @param tracing     who makes spans, by its own sampler
 * @param application the name of the application that tells, which is a tag of all its meters
 */
public record Telemetry(Optional<MeterRegistry> meters, Optional<OpenTelemetry> tracing, String application) {

    /** Nothing is told. */
    public static final Telemetry NONE = new Telemetry(Optional.empty(), Optional.empty(), "");

    /** The same, with meters. */
    public Telemetry meters(MeterRegistry registry) {
        return new Telemetry(Optional.of(registry), tracing, application);
    }

    /** The same, with spans. */
    public Telemetry tracing(OpenTelemetry sdk) {
        return new Telemetry(meters, Optional.of(sdk), application);
    }

    /** The same, of the application {@code name}: which one it is, it says itself when it starts. */
    public Telemetry of(String name) {
        return new Telemetry(meters, tracing, name);
    }

    /** The tags of the meters of a part, which is a {@code kind} of part of this name. */
    public Tags tags(String kind, String part) {
        return Tags.of("application", application, "kind", kind, "part", part);
    }

    /** What this thread is about now. */
    public Place here() {
        return new Place(tracing.map(_ -> Context.current()));
    }

    /** {@code origin} under the span that is current on this thread, if there is one. */
    public Origin within(Origin origin) {
        return tracing.flatMap(_ -> Tracing.traceparent(Span.current())).map(origin::tracedBy).orElse(origin);
    }
}
