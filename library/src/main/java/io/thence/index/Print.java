// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/**
 * A fingerprint that stands for the name of a list.
 *
 * @param high never 0
 * @param low  its lowest three bits are the kind of the list
 */
public record Print(long high, long low) {

    private static final long KIND_BITS = 7;

    /** Whether the list is of {@code kind}. */
    public boolean is(ListKind kind) {
        return (low & KIND_BITS) == kind.number();
    }
}
