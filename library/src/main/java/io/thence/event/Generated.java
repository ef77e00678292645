// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.function.Function;
import tools.jackson.module.blackbird.BlackbirdModule;

/**
 * Reads and writes records by generated code on the class path. Blackbird cannot make it within named modules, whose
 * records are read and written by plain reflection.
 */
final class Generated extends BlackbirdModule {

    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("NullAway") // null is Blackbird's word for what it does not reach
    protected Function<Class<?>, Lookup> findLookup() {
        return type -> type.getModule().isNamed() || Generated.class.getModule().isNamed() ? null
                : MethodHandles.lookup();
    }
}
