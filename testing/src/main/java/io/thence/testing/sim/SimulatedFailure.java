// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

/** What a handler throws when the simulator has it fail. */
final class SimulatedFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SimulatedFailure(String message) {
        super(message, null, false, false);
    }
}
