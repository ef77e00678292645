// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

/**
 * A part of an array.
 *
 * @param bytes  the array
 * @param at     where the part begins
 * @param length its length
 */
record Piece(byte[] bytes, int at, int length) {

    static Piece of(byte[] bytes) {
        return new Piece(bytes, 0, bytes.length);
    }

    /** Its first {@code count} bytes. */
    Piece first(int count) {
        return new Piece(bytes, at, count);
    }

    /** It without the first {@code count} bytes. */
    Piece after(int count) {
        return new Piece(bytes, at + count, length - count);
    }

    int checksum() {
        return Checksums.of(bytes, at, length);
    }
}
