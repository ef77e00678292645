// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/**
 * A Bloom filter in the bytes of a block: says of a fingerprint that it is not there, or may be. With
 * {@value #KEYS_MAX} fingerprints in {@value #BYTES} bytes one in 300 of the others may seem to be there.
 *
 * <p>Source: B. H. Bloom, <i>Space/time trade-offs in hash coding with allowable errors</i>, 1970; double hashing by A.
 * Kirsch and M. Mitzenmacher, <i>Less hashing, same performance</i>, 2006.
 */
final class Bloom {

    static final int BYTES = 3_072;
    static final int KEYS_MAX = 2_048;

    private static final int PROBES = 8;

    private Bloom() {}

    /** Puts a fingerprint in the filter that starts at {@code at}. */
    static void add(byte[] bytes, int at, long high, long low) {
        int step = (int) (high ^ (low >>> 32)) | 1;
        int hash = (int) (low >>> 3);
        for (int i = 0; i < PROBES; i++, hash += step) {
            int bit = bit(hash);
            bytes[at + (bit >>> 3)] |= (byte) (1 << (bit & 7));
        }
    }

    /** Whether a fingerprint may be in the filter that starts at {@code at}. */
    static boolean mayHold(byte[] bytes, int at, Print print) {
        int step = (int) (print.high() ^ (print.low() >>> 32)) | 1;
        int hash = (int) (print.low() >>> 3);
        for (int i = 0; i < PROBES; i++, hash += step) {
            int bit = bit(hash);
            if ((bytes[at + (bit >>> 3)] & (1 << (bit & 7))) == 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(int hash) {
        return (int) (((hash & 0xFFFF_FFFFL) * (BYTES * 8L)) >>> 32);
    }
}
