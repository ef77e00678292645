// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.opentelemetry.context.Context;
import io.thence.Handling;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a thread is about, kept for what is done for it by another thread: its span, and what it handles. From any
 * thread.
 */
public final class Place {

    private final Optional<Context> context;
    private final Optional<Handling> handling = Handling.current();

    Place(Optional<Context> context) {
        this.context = context;
    }

    /** What is handled there. */
    Optional<Handling> handling() {
        return handling;
    }

    /** Runs {@code code} as if it ran there, on this thread; what it throws is thrown. */
    public <T> T in(Supplier<T> code) {
        if (context.isEmpty()) {
            return handled(code);
        }
        try (var _ = context.get().makeCurrent()) {
            return handled(code);
        }
    }

    private <T> T handled(Supplier<T> code) {
        return handling.isEmpty() ? code.get() : Handling.about(handling.get(), code);
    }
}
