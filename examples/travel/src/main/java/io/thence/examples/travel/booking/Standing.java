// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.booking;

import io.thence.examples.travel.events.Stay;
import java.util.Optional;

/**
 * How a booking stands.
 *
 * @param phase what it waits for
 * @param stay  its stay; absent where there is none
 */
public record Standing(Phase phase, Optional<Stay> stay) {

    /** No such booking. */
    static final Standing NONE = new Standing(Phase.NONE, Optional.empty());

    /** What a booking waits for. */
    public enum Phase {
        /** There is none. */
        NONE,
        /** The deposit, if there is to be one, and the guest, or a word that the guest will not come. */
        PLACED,
        /** The guest, or such a word. */
        CONFIRMED,
        /** The guest's departure. */
        ARRIVED,
        /** Nothing: it is over. */
        CLOSED
    }

    static Standing placed(Stay stay) {
        return new Standing(Phase.PLACED, Optional.of(stay));
    }

    Standing now(Phase next) {
        return new Standing(next, stay);
    }

    boolean is(Phase one) {
        return phase == one;
    }

    boolean isExpected() {
        return phase == Phase.PLACED || phase == Phase.CONFIRMED;
    }
}
