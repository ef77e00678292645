// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.util.Arrays;

/** Fingerprints in a row, without an object for each. For one thread. */
public final class Prints {

    private static final long KIND_BITS = 7;

    private final SipHash hash;
    private long[] words;
    private int size;

    Prints(SipHash hash, int expected) {
        this.hash = hash;
        words = new long[2 * expected];
    }

    /** Adds that of the name between {@code from} and {@code to}: its parts, each a text with its length before it. */
    public void add(ListKind kind, byte[] bytes, int from, int to) {
        if (2 * size == words.length) {
            words = Arrays.copyOf(words, Math.max(8, 2 * words.length));
        }
        hash.hash(bytes, from, to);
        words[2 * size] = hash.first() == 0 ? 1 : hash.first();
        words[2 * size + 1] = (hash.second() & ~KIND_BITS) | kind.number();
        size++;
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** Its first word. */
    public long high(int i) {
        return words[2 * i];
    }

    /** Its second word. */
    public long low(int i) {
        return words[2 * i + 1];
    }

    /** Whether it is of a list of {@code kind}. */
    public boolean isOf(int i, ListKind kind) {
        return (words[2 * i + 1] & KIND_BITS) == kind.number();
    }
}
