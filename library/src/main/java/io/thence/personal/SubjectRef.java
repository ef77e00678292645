// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import java.nio.ByteBuffer;

/**
 * How the table names a key: 128 bits that say nothing without the store's secret, and the key's
 * generation. A person who is forgotten and comes again gets a key of the next generation.
 *
 * @param high       of the HMAC of the subject
 * @param low        of the HMAC of the subject
 * @param generation from 1
 */
record SubjectRef(long high, long low, int generation) {

    /** Bits in which damage may change a name that is still taken for the same one; chance changes about 64. */
    private static final int NEAR_BITS = 16;

    /** Spreads the generations of one subject over the table. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    static SubjectRef of(byte[] hmac, int generation) {
        var bytes = ByteBuffer.wrap(hmac);
        return new SubjectRef(bytes.getLong(0), bytes.getLong(Long.BYTES), generation);
    }

    /** Where it belongs in a table of 2 to the power of {@code bits} slots. */
    long home(int bits) {
        return (high + generation * SPREAD) >>> (Long.SIZE - bits);
    }

    /** Whether {@code other} may be this one, damaged. */
    boolean isNear(SubjectRef other) {
        return Long.bitCount(high ^ other.high) + Long.bitCount(low ^ other.low)
                + Integer.bitCount(generation ^ other.generation) <= NEAR_BITS;
    }
}
