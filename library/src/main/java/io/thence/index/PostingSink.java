// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/** Takes the entries of a list in order. */
@FunctionalInterface
interface PostingSink {
    /** Takes the next entry. */
    void add(long posting);
}
