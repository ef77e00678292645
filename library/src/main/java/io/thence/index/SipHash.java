// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with a result of 128 bits.
 *
 * <p>Source: J.-P. Aumasson and D. J. Bernstein, <i>SipHash: a fast short-input PRF</i>, 2012, and the form for 128
 * bits of its reference implementation. For one thread.
 */
final class SipHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long k0;
    private final long k1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long first;
    private long second;

    SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** Hashes the bytes from {@code from} to {@code to}; the result is in {@link #first} and {@link #second}. */
    void hash(byte[] bytes, int from, int to) {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            word((long) LONG.get(bytes, at));
        }
        long last = (long) (to - from) << 56;
        for (int shift = 0; at < to; at++, shift += 8) {
            last |= (bytes[at] & 0xFFL) << shift;
        }
        word(last);
        v2 ^= 0xee;
        rounds(4);
        first = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        rounds(4);
        second = v0 ^ v1 ^ v2 ^ v3;
    }

    /** The first eight bytes of the result, the lowest first. */
    long first() {
        return first;
    }

    /** The last eight bytes of the result, the lowest first. */
    long second() {
        return second;
    }

    private void word(long word) {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
    }

    private void rounds(int count) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3;
        for (int i = 0; i < count; i++) {
            a += b;
            c += d;
            b = Long.rotateLeft(b, 13) ^ a;
            d = Long.rotateLeft(d, 16) ^ c;
            a = Long.rotateLeft(a, 32);
            c += b;
            a += d;
            b = Long.rotateLeft(b, 17) ^ c;
            d = Long.rotateLeft(d, 21) ^ a;
            c = Long.rotateLeft(c, 32);
        }
        v0 = a;
        v1 = b;
        v2 = c;
        v3 = d;
    }
}
