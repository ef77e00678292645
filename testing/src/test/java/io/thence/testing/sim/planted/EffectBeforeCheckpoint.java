// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim.planted;

import io.thence.Reaction;
import io.thence.testing.sim.Simulator;

/** Planted: the card is charged before anything says so, under no key; when the event comes again, it is again. */
final class EffectBeforeCheckpoint extends Trips {

    private EffectBeforeCheckpoint() {}

    static Simulator simulator() {
        return Simulator.each(() -> new EffectBeforeCheckpoint().life());
    }

    @Override
    void cashier(Trip.Placed placed, Reaction.Out out) {
        chargeAnew(placed.booking());
        out.send(new NoteCharged(placed.booking(), placed.guest()));
    }
}
