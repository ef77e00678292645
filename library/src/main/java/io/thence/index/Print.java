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

    /** Whether the fingerprint of two words comes before another: their order in tables and files. */
    static boolean isBefore(long high, long low, long otherHigh, long otherLow) {
        int byHigh = Long.compareUnsigned(high, otherHigh);
        return byHigh < 0 || (byHigh == 0 && Long.compareUnsigned(low, otherLow) < 0);
    }

    /** Whether the list is of {@code kind}. */
    public boolean is(ListKind kind) {
        return (low & KIND_BITS) == kind.number();
    }
}
