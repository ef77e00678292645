// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.thence.Send;
import io.thence.store.StoredEvent;
import java.util.List;
import java.util.Optional;

/**
 * Makes spans, by OpenTelemetry's semantic conventions for messaging. The context under which an event was created is
 * the {@code traceparent} of its origin: so it is in the log, and a trace goes on after a restart.
 */
final class Tracing {

    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("messaging.message.id");
    static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("messaging.message.conversation_id");
    static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    static final AttributeKey<Long> COUNT = AttributeKey.longKey("messaging.batch.message_count");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    static final AttributeKey<Long> POSITION = AttributeKey.longKey("thence.position");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("thence.outcome");

    private static final String SCOPE = "io.thence";
    private static final String TRACEPARENT = "traceparent";

    private static final int FLAGS_END = 55;

    /** So many links SDKs keep of a span where nothing else is said. */
    private static final int LINKS_MAX = 128;

    private static final TextMapGetter<String> GETTER =
            (traceparent, key) -> key.equals(TRACEPARENT) ? traceparent : null;

    private final Tracer tracer;

    private Tracing(OpenTelemetry sdk) {
        tracer = sdk.getTracer(SCOPE);
    }

    static Optional<Tracing> of(Telemetry telemetry) {
        return telemetry.tracing().map(Tracing::new);
    }

    /**
     * Begins the span of a command, below the current one, or where its origin says that it comes from; else a trace
     * begins with it.
     */
    OpenSpan send(String type, Send how) {
        var current = Context.current();
        if (Span.fromContext(current) instanceof UnsampledSpan unsampled) {
            return OpenSpan.of(unsampled, current);
        }
        var trace = how.origin().flatMap(origin -> origin.trace());
        if (Span.fromContext(current).getSpanContext().isValid() || trace.isEmpty()) {
            return send(type, how, current);
        }
        return isSampled(trace.get()) ? send(type, how, context(trace.get())) : unsampled(trace.get());
    }

    private OpenSpan send(String type, Send how, Context parent) {
        var opened = open("send", type, SpanKind.PRODUCER, parent);
        if (opened.span().isRecording()) {
            how.id().ifPresent(id -> opened.span().setAttribute(MESSAGE, id.text()));
            how.origin().flatMap(origin -> origin.correlation())
                    .ifPresent(id -> opened.span().setAttribute(CONVERSATION, id));
        }
        return opened;
    }

    /**
     * Begins the span of an event's handling by {@code part}, below what led to the event. Traces begin with commands:
     * empty where the event has none, since nobody sent it.
     */
    Optional<OpenSpan> process(StoredEvent event, String part) {
        var trace = event.origin().trace();
        if (trace.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(isSampled(trace.get()) ? process(event, part, trace.get()) : unsampled(trace.get()));
    }

    private OpenSpan process(StoredEvent event, String part, String trace) {
        var opened = open("process", event.type(), SpanKind.CONSUMER, context(trace));
        if (opened.span().isRecording()) {
            opened.span().setAttribute(GROUP, part).setAttribute(MESSAGE, event.id().text())
                    .setAttribute(POSITION, event.number());
            event.origin().correlation().ifPresent(id -> opened.span().setAttribute(CONVERSATION, id));
        }
        return opened;
    }

    /**
     * Begins the span of a batch that {@code part} takes in, which links to what led to its events: those that are
     * sampled. Empty where none is.
     */
    Optional<OpenSpan> process(List<StoredEvent> events, String part) {
        var sampled = events.stream().flatMap(event -> event.origin().trace().stream()).filter(Tracing::isSampled)
                .distinct().limit(LINKS_MAX).map(Tracing::created).filter(SpanContext::isValid).toList();
        if (sampled.isEmpty()) {
            return Optional.empty();
        }
        var builder = builder("process", part, SpanKind.CONSUMER, Context.root());
        sampled.forEach(builder::addLink);
        var opened = OpenSpan.of(builder.startSpan(), Context.root());
        opened.span().setAttribute(GROUP, part).setAttribute(COUNT, (long) events.size());
        return Optional.of(opened);
    }

    private OpenSpan open(String operation, String destination, SpanKind kind, Context parent) {
        return OpenSpan.of(builder(operation, destination, kind, parent).startSpan(), parent);
    }

    private SpanBuilder builder(String operation, String destination, SpanKind kind, Context parent) {
        return tracer.spanBuilder(operation + " " + destination).setSpanKind(kind).setParent(parent)
                .setAttribute(SYSTEM, "thence").setAttribute(OPERATION_NAME, operation)
                .setAttribute(OPERATION_TYPE, operation).setAttribute(DESTINATION, destination);
    }

    /** What led to this is not sampled, so no span is made; what this leads to knows. */
    private static OpenSpan unsampled(String traceparent) {
        return OpenSpan.of(new UnsampledSpan(traceparent), Context.root());
    }

    /** Whether the flag is set, the last bit of the two hexadecimal digits at the end of version 00. */
    private static boolean isSampled(String traceparent) {
        return traceparent.length() >= FLAGS_END && (Character.digit(traceparent.charAt(FLAGS_END - 1), 16) & 1) == 1;
    }

    /** The span under which an event was created; an invalid one where that is no traceparent. */
    static SpanContext created(String traceparent) {
        return Span.fromContext(context(traceparent)).getSpanContext();
    }

    private static Context context(String traceparent) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, GETTER);
    }

    /** As W3C Trace Context, version 00, writes it; empty where there is no span. */
    static Optional<String> traceparent(Span span) {
        if (span instanceof UnsampledSpan unsampled) {
            return Optional.of(unsampled.traceparent());
        }
        var context = span.getSpanContext();
        return !context.isValid() ? Optional.empty() : Optional.of("00-" + context.getTraceId() + "-"
                + context.getSpanId() + "-" + context.getTraceFlags().asHex());
    }
}
