// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.ThenceException.BadRequest;

/**
 * Limits of the index.
 *
 * @param slots       rows of the table of recent lists, a power of two; five eighths of it are used
 * @param chunks      chunks of {@code 1 << chunkBits} numbers for the entries of recent lists
 * @param chunkBits   size of a chunk
 * @param cacheBlocks blocks of 4 KiB of the runs that are kept in memory, a power of two; as many of 1 KiB of places
 * @param fanout      runs of one size that are merged into one
 */
public record IndexSettings(int slots, int chunks, int chunkBits, int cacheBlocks, int fanout) {

    private static final int FEW = 1 << 12;

    /** Chunks of 2 MiB: G1 does not copy what is larger than half a region, and these live through many collections. */
    private static final int CHUNK_BITS_MAX = 18;

    /** Limits in proportion to the number of rows: 8 entries a row, 256 bytes of cache a row within bounds. */
    public static IndexSettings of(int rows) {
        int bits = Integer.numberOfTrailingZeros(rows);
        int chunkBits = Math.clamp(bits - 1, 5, CHUNK_BITS_MAX);
        return new IndexSettings(rows, Math.max(4, (rows << 3) >> chunkBits), chunkBits,
                Math.clamp(rows >> 6, 1 << 6, 1 << 12), rows < FEW ? 3 : 8);
    }

    public IndexSettings {
        if (Integer.bitCount(slots) != 1 || Integer.bitCount(cacheBlocks) != 1 || slots < 16 || cacheBlocks < 4
                || chunks < 4 || chunkBits < 4 || fanout < 2) {
            throw new BadRequest("limits of an index: slots and cache blocks are powers of two, of at"
                    + " least 16 and 4; at least 4 chunks of 4 bits; at least 2 runs are merged");
        }
    }
}
