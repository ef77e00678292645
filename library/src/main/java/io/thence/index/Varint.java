// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/**
 * Numbers of seven bits a byte, the lowest first; small ones are short. A reader and writer of bytes for one thread.
 */
final class Varint {

    /** The most bytes of one number. */
    static final int BYTES_MAX = 10;

    private byte[] bytes = {};
    private int at;

    /** Goes to {@code start} of {@code of}. */
    Varint at(byte[] of, int start) {
        bytes = of;
        at = start;
        return this;
    }

    int at() {
        return at;
    }

    long next() {
        int end = at;
        byte b = bytes[end++];
        long value = b & 0x7FL;
        for (int shift = 7; b < 0; shift += 7) {
            b = bytes[end++];
            value |= (b & 0x7FL) << shift;
        }
        at = end;
        return value;
    }

    void put(long value) {
        int end = at;
        long left = value;
        for (; (left & ~0x7FL) != 0; left >>>= 7) {
            bytes[end++] = (byte) (left | 0x80);
        }
        bytes[end++] = (byte) left;
        at = end;
    }

    /** The entry after {@code previous}: its distance, and its type where that is another. */
    long nextPosting(long previous) {
        long code = next();
        long position = Posting.position(previous) + (code >>> 1);
        return Posting.of(position, (code & 1) == 0 ? Posting.type(previous) : (int) next());
    }

    void putPosting(long posting, long previous) {
        long distance = Posting.position(posting) - Posting.position(previous);
        boolean sameType = Posting.type(posting) == Posting.type(previous);
        put(distance << 1 | (sameType ? 0 : 1));
        if (!sameType) {
            put(Posting.type(posting));
        }
    }
}
