// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import java.util.Optional;

/**
 * How the keys of one person stand.
 *
 * @param generation of the latest key; 0 if there never was one
 * @param key        that key; empty if it is erased, or there never was one
 */
record Standing(int generation, Optional<byte[]> key) {

    static final Standing UNKNOWN = new Standing(0, Optional.empty());

    // Never shown: it may have a key in it.
    @Override
    public String toString() {
        return "generation " + generation;
    }
}
