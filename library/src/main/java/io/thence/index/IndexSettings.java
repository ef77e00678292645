// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/**
 * Limits of the index.
 *
 * @param slots       rows of the table of recent lists, a power of two; three quarters of it are used
 * @param chunks      chunks of {@code 1 << chunkBits} numbers for the entries of recent lists
 * @param chunkBits   size of a chunk
 * @param cacheBlocks blocks of 4 KiB of the files that are kept in memory, a power of two
 * @param fanout      runs of one size that are merged into one
 */
public record IndexSettings(int slots, int chunks, int chunkBits, int cacheBlocks, int fanout) {

    /** For a server or a desktop: at most 28 MiB for recent lists, twice while they are written down, and the cache. */
    public static final IndexSettings DEFAULT = new IndexSettings(1 << 18, 128, 14, 1 << 12, 8);

    /** For many short lives in one process, as in tests. */
    public static final IndexSettings SMALL = new IndexSettings(1 << 8, 32, 7, 1 << 6, 3);

    public IndexSettings {
        if (Integer.bitCount(slots) != 1 || Integer.bitCount(cacheBlocks) != 1 || slots < 16 || cacheBlocks < 4
                || chunks < 4 || chunkBits < 4 || fanout < 2) {
            throw new IllegalArgumentException("limits of an index: slots and cache blocks are powers of two, of at"
                    + " least 16 and 4; at least 4 chunks of 4 bits; at least 2 runs are merged");
        }
    }
}
