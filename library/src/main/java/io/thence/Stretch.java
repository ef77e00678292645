// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.Optional;

/** A stretch of the log: from a {@link Start} on, up to its head, or up to a position that {@link Start#until} names. */
public sealed interface Stretch permits Start, Stretch.Until {

    /** Where it begins. */
    Start start();

    /** The last position of it; empty where it goes on up to the head. */
    Optional<Position> last();

    /**
     * A stretch that ends.
     *
     * @param start    where it begins
     * @param position its last position
     */
    record Until(Start start, Position position) implements Stretch {
        @Override
        public Optional<Position> last() {
            return Optional.of(position);
        }
    }
}
