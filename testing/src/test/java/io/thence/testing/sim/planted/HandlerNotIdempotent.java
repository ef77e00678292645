// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim.planted;

import io.thence.testing.sim.Simulator;

/** Planted: points are added whenever the event comes. */
final class HandlerNotIdempotent extends Parcels {

    private HandlerNotIdempotent() {}

    static Simulator simulator() {
        return Simulator.each(() -> new HandlerNotIdempotent().life());
    }

    @Override
    void give(Parcel.Placed placed) {
        points.merge(placed.customer(), 1, Integer::sum);
    }
}
