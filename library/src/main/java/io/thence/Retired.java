// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;

/**
 * A type of event of which nothing is written any more, and of which events may still be stored.
 *
 * @param name    the name in stored events
 * @param upcasts step {@code i} turns version {@code i + 1} into {@code i + 2}, up to its last
 * @param parts   what its events are split into, in this order; if there are none they are read as nothing, or
 *                {@link Merged} with others
 */
public record Retired(String name, List<Upcast> upcasts, List<Part> parts) {

    /**
     * A type as whose events those of a retired one are read.
     *
     * @param record  the record of that type
     * @param version the version of that type which {@code split} makes
     * @param split   makes them
     */
    public record Part(Class<?> record, int version, Split split) {}

    public Retired {
        Names.check("event", name);
        upcasts = List.copyOf(upcasts);
        parts = List.copyOf(parts);
    }

    /** The last version that was written. */
    public int version() {
        return upcasts.size() + 1;
    }

    Retired into(Part part) {
        var more = new ArrayList<>(parts);
        more.add(part);
        return new Retired(name, upcasts, more);
    }
}
