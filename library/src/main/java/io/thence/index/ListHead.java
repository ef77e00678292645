// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/**
 * What is said of a list beside its entries.
 *
 * @param high    first word of its fingerprint
 * @param low     second word of its fingerprint
 * @param removed how many entries were removed
 * @param floor   its floor; 0 if it has none
 */
record ListHead(long high, long low, long removed, long floor) {
    ListHead() {
        this(0, 0, 0, 0);
    }
}
