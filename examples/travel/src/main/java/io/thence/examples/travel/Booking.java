// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import java.util.Optional;

/**
 * A booking.
 *
 * @param isPlaced whether there is or was one
 * @param open     the stay, until it is cancelled or ends
 */
public record Booking(boolean isPlaced, Optional<Stay> open) {

    /** No such booking. */
    static final Booking NONE = new Booking(false, Optional.empty());

    static Booking of(Stay stay) {
        return new Booking(true, Optional.of(stay));
    }

    Booking closed() {
        return new Booking(true, Optional.empty());
    }
}
