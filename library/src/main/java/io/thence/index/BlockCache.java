// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of files that were read lately: a set-associative cache as in a processor, of a fixed number of places,
 * without locks. Blocks do not change once they are in a file. Any thread.
 */
final class BlockCache {

    private static final int WAYS = 4;

    private final AtomicReferenceArray<@Nullable Entry> entries;
    private final int mask;

    BlockCache(int blocks) {
        entries = new AtomicReferenceArray<>(blocks);
        mask = blocks / WAYS - 1;
    }

    private record Entry(long file, int number, Block block) {}

    private int set(long file, int number) {
        long mixed = (file * 0x9E37_79B9_7F4A_7C15L + number) * 0xD6E8_FEB8_6659_FD93L;
        return ((int) (mixed >>> 40) & mask) * WAYS;
    }

    /** The block, if it is here. One that is asked for moves towards the front of its set, and so stays longer. */
    @Nullable Block get(long file, int number) {
        int set = set(file, number);
        for (int i = 0; i < WAYS; i++) {
            var entry = entries.getAcquire(set + i);
            if (entry != null && entry.number == number && entry.file == file) {
                if (i > 1) {
                    entries.setRelease(set + i, entries.getAcquire(set + i - 1));
                    entries.setRelease(set + i - 1, entry);
                }
                return entry.block;
            }
        }
        return null;
    }

    /** Takes a block in; the one at the end of its set goes. */
    void put(long file, int number, Block block) {
        int set = set(file, number);
        for (int i = WAYS - 1; i > 1; i--) {
            entries.setRelease(set + i, entries.getAcquire(set + i - 1));
        }
        entries.setRelease(set + 1, entries.getAcquire(set));
        entries.setRelease(set, new Entry(file, number, block));
    }
}
