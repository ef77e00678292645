// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.time.Duration;

/**
 * One at a time: for work that waits for the disk within, where a lock would hold back what it waits for. Who comes
 * while another has the turn waits through the {@link World}; they get it in the order in which they came.
 */
public final class Turn {

    private static final Duration LONG = Duration.ofDays(365);

    private final Permits one;

    /** A turn that nobody has. */
    public Turn(World world) {
        one = new Permits(world, 1);
    }

    /** Waits for the turn; {@link #give} it back. */
    public void take() {
        while (!one.take(LONG)) {
            // only the one before gives it on
        }
    }

    /** Gives the turn to the next one. */
    public void give() {
        one.give();
    }
}
