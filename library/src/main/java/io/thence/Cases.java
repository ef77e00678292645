// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;

/** The records that a class stands for: itself, or all cases of a sealed interface, at any depth. */
public final class Cases {

    private Cases() {}

    /**
     * The records of {@code type}, in the order of declaration, each once.
     *
     * @throws IllegalArgumentException if one of them is neither a record nor a sealed interface
     */
    public static List<Class<?>> of(Class<?> type) {
        var found = new ArrayList<Class<?>>();
        collect(type, found);
        return found;
    }

    /** The same; none where {@link #of} refuses, for checks of something else: that is told where it is looked for. */
    static List<Class<?>> known(Class<?> type) {
        try {
            return of(type);
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }

    private static void collect(Class<?> type, List<Class<?>> found) {
        if (type.isSealed()) {
            for (var permitted : type.getPermittedSubclasses()) {
                collect(permitted, found);
            }
        } else if (!type.isRecord()) {
            throw new IllegalArgumentException(
                    type.getName() + " is neither a record nor a sealed interface of records: make it one");
        } else if (!found.contains(type)) {
            found.add(type);
        }
    }
}
