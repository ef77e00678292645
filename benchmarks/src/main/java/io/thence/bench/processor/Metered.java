// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.processor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.thence.Application;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.telemetry.Telemetry;
import java.util.List;

/**
 * The row {@code meters}: all events through a processor whose handler does nothing, with all meters and one trace in a
 * hundred; beside it without either, and with every trace.
 */
final class Metered implements Row {

    private static final int KEYS = 1_000;
    private static final double SHARE = 0.01;
    private static final String OFF = "off";

    @Override
    public String name() {
        return "meters";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar.AtLeastOf(Entrant.OURS, OFF, 0.9));
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        var meters = Telemetry.NONE.meters(new SimpleMeterRegistry());
        try (var store = KeyedStore.build(lab, lab.scale().scanEvents(), KEYS)) {
            return Interleaving.of(lab, this, rounds, List.of(
                    entrant(Entrant.OURS, store, traced(meters, Sampler.traceIdRatioBased(SHARE))),
                    entrant(OFF, store, Telemetry.NONE),
                    entrant("all-traces", store, traced(meters, Sampler.alwaysOn()))))
                    .with("events", store.events()).with("keys", KEYS).with("sampledShare", SHARE);
        }
    }

    /** Spans that are made, and go nowhere. */
    private static Telemetry traced(Telemetry telemetry, Sampler sampler) {
        return telemetry.tracing(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder().setSampler(sampler).build()).build());
    }

    private static Entrant entrant(String name, KeyedStore store, Telemetry telemetry) {
        var ports = new Ports(store.world(), store.open().store(), new EventCodec(Application.named("bench")))
                .telemetry(telemetry);
        Contender contender = () -> Sample.of(store.run(ports));
        return new Entrant(name, "checkpoint five times a second", () -> contender);
    }
}
