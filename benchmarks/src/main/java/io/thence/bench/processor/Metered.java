// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.processor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.thence.Application;
import io.thence.Origin;
import io.thence.bench.load.Stores;
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
 * The row {@code meters}: all events through a processor whose handler does nothing, with all meters, and spans of one
 * trace in a hundred; beside it without either, and with spans of every trace. Each event was sent under a trace.
 */
final class Metered implements Row {

    private static final int KEYS = 1_000;
    private static final int SAMPLED_EVERY = 100;
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-";
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
        var events = lab.scale().scanEvents();
        try (var some = KeyedStore.build(lab, events, KEYS, n -> traced(n, n % SAMPLED_EVERY == 0));
                var all = KeyedStore.build(lab, events, KEYS, n -> traced(n, true))) {
            return Interleaving.of(lab, this, rounds, List.of(
                    entrant(Entrant.OURS, some, traced(meters)),
                    entrant(OFF, some, Telemetry.NONE),
                    entrant("all-traces", all, traced(meters))))
                    .with("events", some.events()).with("keys", KEYS).with("sampledShare", 1.0 / SAMPLED_EVERY);
        }
    }

    /** Where a command comes from that is traced: what its trace's beginning has said of sampling holds. */
    private static Origin traced(int n, boolean isSampled) {
        return Stores.ORIGIN.tracedBy(TRACE + String.format("%016x", n + 1) + (isSampled ? "-01" : "-00"));
    }

    /** Spans that are made, and go nowhere. */
    private static Telemetry traced(Telemetry telemetry) {
        return telemetry.tracing(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder().setSampler(Sampler.parentBased(Sampler.alwaysOn()))
                        .build()).build());
    }

    private static Entrant entrant(String name, KeyedStore store, Telemetry telemetry) {
        var ports = new Ports(store.world(), store.open().store(), new EventCodec(Application.named("bench")))
                .telemetry(telemetry);
        Contender contender = () -> Sample.of(store.run(ports));
        return new Entrant(name, "checkpoint five times a second", () -> contender);
    }
}
