// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.Optional;

/** A stretch of the log: from a {@link Start} on, up to its head, or up to a position that {@link #until} names. */
public sealed interface Stretch permits Start, Stretch.Until {

    /**
     * A stretch that ends.
     *
     * @param from     where it begins
     * @param position its last position
     */
    record Until(Start from, Position position) implements Stretch {}

    /** From where it begins up to {@code position} and no further. */
    default Stretch until(Position position) {
        return new Until(start(), position);
    }

    /** Where it begins. */
    default Start start() {
        return switch (this) {
            case Start start -> start;
            case Until ending -> ending.from();
        };
    }

    /** The last position of it; empty where it goes on up to the head. */
    default Optional<Position> last() {
        return switch (this) {
            case Start _ -> Optional.empty();
            case Until ending -> Optional.of(ending.position());
        };
    }
}
