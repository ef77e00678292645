// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A span that is current on this thread, which ends it.
 *
 * @param span  it
 * @param scope ends its being current
 */
record OpenSpan(Span span, Scope scope) {

    /** Makes it current until it is ended. */
    @SuppressWarnings("MustBeClosedChecker") // ending it closes the scope
    static OpenSpan of(Span span, Context parent) {
        return new OpenSpan(span, parent.with(span).makeCurrent());
    }

    /** Ends it with what came of it; {@code failure} is what was thrown. */
    void end(String outcome, @Nullable Throwable failure) {
        scope.close();
        if (span.isRecording()) {
            span.setAttribute(Tracing.OUTCOME, outcome);
            if (failure != null) {
                span.setStatus(StatusCode.ERROR).setAttribute(Tracing.ERROR, failure.getClass().getName());
                record(failure);
            }
        }
        span.end();
    }

    private void record(Throwable failure) {
        try {
            span.recordException(failure);
        } catch (RuntimeException _) {
            // it fails to say what it is: its class is told
        }
    }
}
