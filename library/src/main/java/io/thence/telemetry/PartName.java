// SPDX-License-Identifier: Apache-2.0
package io.thence.telemetry;

import io.micrometer.core.instrument.Tags;

/**
 * A part as meters tell of it.
 *
 * @param kind what it is: a reaction, saga or projection
 * @param name its name
 */
public record PartName(String kind, String name) {

    /** Its tags on each meter. */
    public Tags tags() {
        return Tags.of("kind", kind, "part", name);
    }
}
