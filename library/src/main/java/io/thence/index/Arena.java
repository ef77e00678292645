// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.util.Arrays;

/**
 * Blocks of numbers, of growing size, without an object for each. A block is a head and entries; blocks of a list are
 * chained from its last one back. A list's blocks grow with the list up to {@link #BLOCK_MAX}, or half a chunk, so what
 * block an entry is in follows from its ordinal.
 *
 * <p>One thread adds; what a reader knows of, by a count that was published after it, does not change any more.
 */
final class Arena {

    /** The most numbers in a block: a reader copies a block at once. */
    private static final int BLOCK_MAX = 1 << 13;

    private final int chunkBits;
    private final int entriesMax;
    private final int chunksMax;
    private volatile long[][] chunks;
    private int used;
    private int last = -1;

    /** An arena that is full with {@code chunksMax} chunks of {@code 1 << chunkBits} numbers. */
    Arena(int chunksMax, int chunkBits) {
        this.chunksMax = chunksMax;
        this.chunkBits = chunkBits;
        chunks = new long[chunksMax][];
        entriesMax = Math.min(BLOCK_MAX, 1 << (chunkBits - 1)) - 1;
    }

    /** How many entries the block holds whose first entry has this ordinal. */
    int capacity(int start) {
        return start == 0 ? 3 : Math.min(start + 4, entriesMax);
    }

    /** Whether it has as many chunks as it should have; it takes more all the same. */
    boolean isFull() {
        return last >= chunksMax - 1;
    }

    /** A new block after {@code previous}, with {@code start} entries of its list before it. */
    int block(int previous, int start) {
        int words = 1 + capacity(start);
        int chunk = 1 << chunkBits;
        if (last < 0 || used + words > chunk) {
            if (++last == chunks.length) {
                chunks = Arrays.copyOf(chunks, 2 * last);
            }
            chunks[last] = new long[chunk];
            used = 0;
        }
        int block = last << chunkBits | used;
        used += words;
        set(block, (long) previous << 32 | start);
        return block;
    }

    /** The block before {@code block}. */
    int previous(int block) {
        return (int) (get(block) >>> 32);
    }

    /** The ordinal of the first entry of a block. */
    int start(int block) {
        return (int) get(block);
    }

    /** Gives out the entries of a block, {@code max} of them at most; how many. */
    int entries(int block, int max, PostingSink sink) {
        int count = Math.min(max, capacity(start(block)));
        var chunk = chunks[block >>> chunkBits];
        int first = (block & ((1 << chunkBits) - 1)) + 1;
        for (int i = first; i < first + count; i++) {
            sink.add(chunk[i]);
        }
        return count;
    }

    long entry(int block, int i) {
        return get(block + 1 + i);
    }

    void entry(int block, int i, long value) {
        set(block + 1 + i, value);
    }

    private long get(int at) {
        return chunks[at >>> chunkBits][at & ((1 << chunkBits) - 1)];
    }

    private void set(int at, long value) {
        chunks[at >>> chunkBits][at & ((1 << chunkBits) - 1)] = value;
    }
}
