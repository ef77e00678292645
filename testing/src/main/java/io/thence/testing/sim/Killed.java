// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.world.WorldEnded;

/** Thrown out of every wait when the machine crashes: an error, so that no handler of exceptions carries on. */
final class Killed extends WorldEnded {

    private static final long serialVersionUID = 1L;

    Killed() {
        super("the simulated machine has crashed");
    }
}
