// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import java.util.Optional;

/**
 * One place in which two states differ.
 *
 * @param path   the place in the state's JSON, a pointer (RFC 6901); empty for the state as a whole
 * @param before JSON of what stood there; absent: nothing
 * @param after  JSON of what stands there; absent: nothing
 */
public record Difference(String path, Optional<String> before, Optional<String> after) {

    /** Such as {@code /cents: 500 -> 700}. */
    @Override
    public String toString() {
        var change = before.orElse("nothing") + " -> " + after.orElse("nothing");
        return path.isEmpty() ? change : path + ": " + change;
    }
}
