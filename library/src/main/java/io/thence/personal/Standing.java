// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import java.util.Optional;

/**
 * How the keys of one person stand.
 *
 * @param generation of the latest key; 0 if there never was one
 * @param key        that key; empty if it is erased, or there never was one
 * @param isSafe     whether that key is known to be on the device: else it reads what is there, and seals nothing new
 */
record Standing(int generation, Optional<byte[]> key, boolean isSafe) {

    static final Standing UNKNOWN = new Standing(0, Optional.empty(), false);

    /** A generation whose key is erased. */
    static Standing erased(int generation) {
        return new Standing(generation, Optional.empty(), false);
    }

    /** Whether something new may be sealed under its key. */
    boolean seals() {
        return isSafe && key.isPresent();
    }

    // Never shown: it may have a key in it.
    @Override
    public String toString() {
        return "generation " + generation;
    }
}
