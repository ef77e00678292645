// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim.planted;

import io.thence.Reaction;
import io.thence.testing.sim.Simulator;

/** Planted: what is picked, under the item's key, is thought to come after what was addressed under the order's. */
final class OrderAcrossKeys extends Parcels {

    private OrderAcrossKeys() {}

    static Simulator simulator() {
        return Simulator.each(() -> new OrderAcrossKeys().life());
    }

    @Override
    void addressed(Parcel.Addressed addressed, Reaction.Out out) {
        // it is shipped when it is picked
    }
}
