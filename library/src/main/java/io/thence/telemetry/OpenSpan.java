// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Optional;

/**
 * A span that has begun and is current on this thread, which ends it.
 *
 * @param span  it, or the one that is passed on
 * @param scope ends its being current
 * @param own   whether it was begun here
 */
record OpenSpan(Span span, Scope scope, boolean own) {

    static OpenSpan of(Span span, Context parent) {
        return new OpenSpan(span, parent.with(span).makeCurrent(), true);
    }

    /** What led to this is not sampled, so nothing is made; what this leads to knows. */
    static OpenSpan passingOn(Context parent) {
        return new OpenSpan(Span.fromContext(parent), parent.makeCurrent(), false);
    }

    void end(String outcome, Optional<Throwable> failure) {
        scope.close();
        if (own) {
            Tracing.end(span, outcome, failure);
        }
    }
}
