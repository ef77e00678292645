// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim.planted;

import io.thence.testing.sim.Simulator;

/** The unchanged applications, for other packages. */
public final class Lives {

    private Lives() {}

    /** Of bookings. */
    public static Simulator trips() {
        return Trips.simulator();
    }
}
