// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.saga.Transfers.Open;
import io.thence.saga.Transfers.Request;
import io.thence.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole of a transfer is one trace: each step below what it is about, each command below its step. */
class SagaTraceTest {

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans)).build()).build();

    @Test
    void steps_and_commands_are_below_what_led_to_them() {
        try (var bank = Thence.run(Transfers.APP, Engine.inMemory().telemetry(Telemetry.NONE.tracing(sdk)))) {
            bank.send(new Open("ann", 100));
            bank.send(new Open("bob", 5));
            bank.send(new Request("t", "ann", "bob", 30));
            assertThat(bank.saga(Transfers.SAGA).await("t", Duration.ofSeconds(30))).isTrue();
        }
        assertThat(pathOf("send Deposit")).containsExactly("send Request", "process transfer.requested",
                "process thence.saga-moved", "process thence.saga-moved", "send Deposit");
        assertThat(pathOf("send Withdraw")).containsExactly("send Request", "process transfer.requested",
                "process thence.saga-moved", "send Withdraw");
    }

    /** The names of the spans from the first one down to the one of this name. */
    private List<String> pathOf(String name) {
        var byId = spans.getFinishedSpanItems().stream()
                .collect(Collectors.toMap(SpanData::getSpanId, Function.identity()));
        var path = new ArrayList<String>();
        var at = byId.values().stream().filter(span -> span.getName().equals(name)).findFirst();
        while (at.isPresent()) {
            path.addFirst(at.get().getName());
            at = Optional.ofNullable(byId.get(at.get().getParentSpanId()));
        }
        return path;
    }
}
