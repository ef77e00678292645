// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

/**
 * The world has ended, as it does for a simulated process whose power is gone: machines let it pass, and say nothing.
 */
public abstract class WorldEnded extends Error {

    private static final long serialVersionUID = 1L;

    protected WorldEnded(String message) {
        super(message, null, false, false);
    }
}
