// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.util.function.BiConsumer;

/**
 * What is real whatever {@link World} code runs in, such as a database that is reached by a driver. Who uses one says
 * so here; where a world is simulated somebody looks, and refuses what must not be there.
 */
public final class RealThings {

    private static final ScopedValue<BiConsumer<Object, String>> WATCH = ScopedValue.newInstance();

    private RealThings() {}

    /**
     * Says that {@code thing} is used, before it is. Who looks may throw.
     *
     * @param what names it, for messages
     */
    public static void used(Object thing, String what) {
        if (WATCH.isBound()) {
            WATCH.get().accept(thing, what);
        }
    }

    /** Runs {@code code}; {@code watch} is told what it uses, on its thread and before it does. */
    public static void watched(BiConsumer<Object, String> watch, Runnable code) {
        ScopedValue.where(WATCH, watch).run(code);
    }
}
