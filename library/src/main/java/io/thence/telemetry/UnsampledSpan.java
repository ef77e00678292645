// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a span of another thread or process that is not sampled: what is made below it is not sampled either. Its
 * ids are read when somebody asks, which is seldom.
 */
final class UnsampledSpan implements Span {

    private final String traceparent;
    private @Nullable SpanContext context;

    UnsampledSpan(String traceparent) {
        this.traceparent = traceparent;
    }

    /** It, as W3C Trace Context writes it. */
    String traceparent() {
        return traceparent;
    }

    @Override
    public SpanContext getSpanContext() {
        var known = context;
        if (known == null) {
            known = Tracing.created(traceparent);
            context = known;
        }
        return known;
    }

    @Override
    public boolean isRecording() {
        return false;
    }

    @Override
    public <T> Span setAttribute(AttributeKey<T> key, @Nullable T value) {
        return this;
    }

    @Override
    public Span addEvent(String name, Attributes attributes) {
        return this;
    }

    @Override
    public Span addEvent(String name, Attributes attributes, long timestamp, TimeUnit unit) {
        return this;
    }

    @Override
    public Span setStatus(StatusCode statusCode, String description) {
        return this;
    }

    @Override
    public Span recordException(Throwable exception, Attributes additionalAttributes) {
        return this;
    }

    @Override
    public Span updateName(String name) {
        return this;
    }

    @Override
    public void end() {}

    @Override
    public void end(long timestamp, TimeUnit unit) {}
}
