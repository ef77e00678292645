// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.thence.Application;
import io.thence.Event;
import io.thence.Handling;
import io.thence.Origin;
import io.thence.Part;
import io.thence.Policy;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.Latches;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.Query;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Spans, from a command to its events, to their handlers, and to what these send. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class TracingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** Sends a note of each deposit. */
    private static final Reaction NOTES = Reaction.named("notes").sending(Note.class)
            .policy(Policy.DEFAULT.attempts(2).resting(Duration.ofMillis(1), Duration.ofMillis(2)))
            .on(Deposited.class, (e, out) -> {
                if (e.cents() == 13) {
                    throw new IllegalStateException("no 13");
                }
                out.send(new Note(e.account()));
            });

    /** Reads what the notes say. */
    private static final Reaction READER = Reaction.named("reader").on(Noted.class, (_, _) -> {});

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    @TempDir
    private Path data;

    private Telemetry sampled(Sampler sampler) {
        return Telemetry.NONE.tracing(OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder()
                .setSampler(sampler).addSpanProcessor(SimpleSpanProcessor.create(spans)).build()).build());
    }

    private Thence run(Engine engine, Telemetry telemetry, Part... parts) {
        return Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, Bank.NOTING).with(parts),
                engine.telemetry(telemetry));
    }

    private SpanData one(String name) {
        var found = spans.getFinishedSpanItems().stream().filter(span -> span.getName().equals(name)).toList();
        assertThat(found).as(name).hasSize(1);
        return found.getFirst();
    }

    @Test
    void a_trace_goes_from_command_to_event_to_handler_to_command_over_a_restart() {
        var telemetry = sampled(Sampler.alwaysOn());
        try (var bank = run(Engine.at(data), telemetry)) {
            bank.send(new Deposit("ann", 1), Send.as("d").from(Origin.of("till").correlatedBy("day")));
        }
        try (var bank = run(Engine.at(data), telemetry, NOTES, READER)) {
            assertThat(bank.await(NOTES, bank.store().head(), LONG)).isTrue();
            assertThat(bank.await(READER, bank.store().head(), LONG)).isTrue();
        }
        var sent = one("send Deposit");
        var processed = one("process account.deposited");
        var noted = one("send Note");
        var read = one("process note.made");
        assertThat(List.of(processed, noted, read)).extracting(SpanData::getTraceId).containsOnly(sent.getTraceId());
        assertThat(sent.getParentSpanContext().isValid()).isFalse();
        assertThat(processed.getParentSpanId()).isEqualTo(sent.getSpanId());
        assertThat(processed.getParentSpanContext().isRemote()).isTrue();
        assertThat(noted.getParentSpanId()).isEqualTo(processed.getSpanId());
        assertThat(read.getParentSpanId()).isEqualTo(noted.getSpanId());
        assertThat(List.of(sent, processed, noted, read)).extracting(SpanData::getKind)
                .containsExactly(SpanKind.PRODUCER, SpanKind.CONSUMER, SpanKind.PRODUCER, SpanKind.CONSUMER);
        var attributes = processed.getAttributes();
        assertThat(attributes.get(Tracing.SYSTEM)).isEqualTo("thence");
        assertThat(attributes.get(Tracing.OPERATION_TYPE)).isEqualTo("process");
        assertThat(attributes.get(Tracing.DESTINATION)).isEqualTo("account.deposited");
        assertThat(attributes.get(Tracing.GROUP)).isEqualTo("notes");
        assertThat(attributes.get(Tracing.MESSAGE)).isEqualTo("d/0");
        assertThat(attributes.get(Tracing.CONVERSATION)).isEqualTo("day");
        assertThat(attributes.get(Tracing.POSITION)).isEqualTo(1);
        assertThat(attributes.get(Tracing.OUTCOME)).isEqualTo("handled");
        assertThat(sent.getAttributes().get(Tracing.OUTCOME)).isEqualTo("accepted");
    }

    @Test
    void a_command_that_the_caller_has_a_span_for_is_below_it() {
        var telemetry = sampled(Sampler.alwaysOn());
        var tracer = telemetry.tracing().orElseThrow().getTracer("caller");
        try (var bank = run(Engine.inMemory(), telemetry)) {
            var caller = tracer.spanBuilder("caller").startSpan();
            try (var _ = caller.makeCurrent()) {
                bank.send(new Deposit("ann", 1));
            }
            try (var _ = caller.makeCurrent()) {
                bank.send(new Deposit("cat", 1), Send.ONCE.from(Origin.of("elsewhere")
                        .tracedBy("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));
            }
            caller.end();
            bank.send(new Deposit("bob", 1), Send.ONCE.from(Origin.of("elsewhere")
                    .tracedBy("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));
            assertThat(Span.current().getSpanContext().isValid()).isFalse();
        }
        var sent = spans.getFinishedSpanItems().stream().filter(span -> span.getName().equals("send Deposit")).toList();
        assertThat(sent).extracting(SpanData::getParentSpanId)
                .containsExactly(one("caller").getSpanId(), one("caller").getSpanId(), "b7ad6b7169203331");
        assertThat(sent.getLast().getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void each_attempt_is_a_span_and_says_what_failed() {
        try (var bank = run(Engine.inMemory(), sampled(Sampler.alwaysOn()), NOTES)) {
            assertThat(bank.await(NOTES, bank.send(new Deposit("ann", 13)).position(), LONG)).isTrue();
        }
        var attempts = spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals("process account.deposited")).toList();
        assertThat(attempts).hasSize(2).allSatisfy(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getAttributes().get(Tracing.ERROR)).isEqualTo(IllegalStateException.class.getName());
            assertThat(span.getParentSpanId()).isEqualTo(one("send Deposit").getSpanId());
        });
    }

    @Test
    void what_fails_to_say_why_it_has_failed_is_a_span_that_names_its_class() {
        var mute = Reaction.named("mute").policy(Policy.DEFAULT.attempts(1)).on(Deposited.class, (_, _) -> {
            throw new Mute();
        });
        try (var bank = run(Engine.inMemory(), sampled(Sampler.alwaysOn()), mute)) {
            assertThat(bank.await(mute, bank.send(new Deposit("ann", 1)).position(), LONG)).isTrue();
        }
        var attempt = one("process account.deposited");
        assertThat(attempt.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attempt.getAttributes().get(Tracing.ERROR)).isEqualTo(Mute.class.getName());
    }

    private static final class Mute extends IllegalStateException {
        private static final long serialVersionUID = 1L;


        @Override
        public String getMessage() {
            throw new IllegalStateException("not even that");
        }
    }

    @Test
    void a_batch_links_to_what_led_to_its_events() {
        var telemetry = sampled(Sampler.alwaysOn());
        try (var bank = run(Engine.at(data), telemetry)) {
            bank.send(new Deposit("ann", 1));
            bank.send(new Deposit("bob", 2));
        }
        var tables = Projection.sql("tables", 1, "create table t (account varchar primary key)")
                .on(Deposited.class, (db, e) -> db.row("t", e.account()));
        try (var bank = run(Engine.at(data), telemetry, tables)) {
            assertThat(bank.await(tables, bank.store().head(), LONG)).isTrue();
        }
        var batch = one("process tables");
        var sent = spans.getFinishedSpanItems().stream().filter(span -> span.getName().equals("send Deposit")).toList();
        assertThat(batch.getParentSpanContext().isValid()).isFalse();
        assertThat(batch.getLinks()).extracting(LinkData::getSpanContext).extracting(link -> link.getSpanId())
                .containsExactlyElementsOf(sent.stream().map(SpanData::getSpanId).toList());
        assertThat(batch.getAttributes().get(Tracing.COUNT)).isEqualTo(2);
    }

    @Test
    void what_is_sent_for_an_event_of_a_batch_is_below_that_event_and_the_batch_is_one_span() {
        var led = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        var current = new ConcurrentLinkedQueue<String>();
        var handled = new ConcurrentLinkedQueue<List<String>>();
        var batched = Reaction.named("batched").sending(Note.class).onBatch(Deposited.class, 10, taken -> {
            if (led.getCount() > 0) {
                led.countDown();
                Latches.await(free);
                return;
            }
            current.add(Span.current().getSpanContext().getSpanId());
            handled.add(Handling.together().stream().map(one -> one.event().text()).toList());
            assertThat(Handling.current()).isEmpty();
            taken.forEach(one -> one.out().send(new Note(one.event().account())));
            assertThat(Span.current().getSpanContext().getSpanId()).isEqualTo(current.peek());
        });
        try (var bank = run(Engine.inMemory(), sampled(Sampler.alwaysOn()), batched)) {
            bank.send(new Deposit("first", 1));
            Latches.await(led);
            for (var name : List.of("ann", "bob")) {
                bank.send(new Deposit(name, 1), Send.as(name).from(Origin.of("till").correlatedBy("day of " + name)));
            }
            assertThat(bank.await(batched, bank.store().head(), Duration.ofMillis(300))).isFalse(); // they wait by now
            free.countDown();
            assertThat(bank.await(batched, bank.store().head(), LONG)).isTrue();
            try (var events = bank.events(Query.ALL).stream()) {
                var notes = events.filter(event -> event.data() instanceof Noted).toList();
                assertThat(notes).hasSize(2).allSatisfy(this::isBelowItsOwnEvent);
            }
        }
        var batch = one("process batched");
        assertThat(current).containsExactly(batch.getSpanId());
        assertThat(handled).singleElement()
                .satisfies(ids -> assertThat(ids).containsExactlyInAnyOrder("ann/0", "bob/0"));
        assertThat(batch.getParentSpanContext().isValid()).isFalse();
        assertThat(batch.getLinks()).extracting(link -> link.getSpanContext().getSpanId()).containsExactlyInAnyOrder(
                span("send Deposit", "ann").getSpanId(), span("send Deposit", "bob").getSpanId());
        assertThat(batch.getAttributes().get(Tracing.COUNT)).isEqualTo(2);
        assertThat(batch.getAttributes().get(Tracing.OUTCOME)).isEqualTo("handled");
    }

    private void isBelowItsOwnEvent(Event<?> note) {
        var name = ((Noted) note.data()).text();
        var process = span("process account.deposited", name + "/0");
        var sent = span("send Note", name + "/0/batched/0");
        assertThat(note.origin().causation()).contains(name + "/0");
        assertThat(note.origin().correlation()).contains("day of " + name);
        assertThat(sent.getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(note.origin().trace().orElseThrow()).startsWith("00-" + process.getTraceId() + "-");
        assertThat(process.getTraceId()).isEqualTo(span("send Deposit", name).getTraceId());
    }

    /** The span of this name that is about a message of this id. */
    private SpanData span(String name, String message) {
        var found = spans.getFinishedSpanItems().stream().filter(span -> span.getName().equals(name)
                && message.equals(span.getAttributes().get(Tracing.MESSAGE))).toList();
        assertThat(found).as(name + " of " + message + " in " + spans.getFinishedSpanItems()).hasSize(1);
        return found.getFirst();
    }

    @Test
    void what_is_not_sampled_makes_no_spans_and_what_it_leads_to_knows() {
        var unsampled = sampled(Sampler.parentBased(Sampler.alwaysOff()));
        try (var bank = run(Engine.at(data), unsampled)) {
            bank.send(new Deposit("ann", 1));
            assertThat(bank.events(Query.ALL).stream().findFirst().orElseThrow().origin().trace().orElseThrow())
                    .matches(".*-0[02]");
        }
        try (var bank = run(Engine.at(data), sampled(Sampler.alwaysOn()), NOTES, READER)) {
            assertThat(bank.await(NOTES, bank.store().head(), LONG)).isTrue();
            assertThat(bank.await(READER, bank.store().head(), LONG)).isTrue();
        }
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void without_tracing_a_trace_of_others_is_passed_on_as_it_is() {
        var traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        try (var bank = run(Engine.inMemory(), Telemetry.NONE, NOTES)) {
            bank.send(new Deposit("ann", 1), Send.ONCE.from(Origin.of("elsewhere").tracedBy(traceparent)));
            assertThat(bank.await(NOTES, bank.store().head(), LONG)).isTrue();
            try (var events = bank.events(Query.ALL).stream()) {
                assertThat(events.map(event -> event.origin().trace().orElse("none")).toList())
                        .containsExactly(traceparent, traceparent);
            }
        }
    }
}
