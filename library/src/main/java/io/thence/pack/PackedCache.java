// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the readings of many packed files share: the blocks that were unpacked last, at most {@value #BLOCKS} of them
 * (4 MiB), and the means to unpack more. A block has two places where it may lie; the newer one stays. For any threads.
 */
public final class PackedCache {

    private static final int BLOCKS = 256;

    final Decompressors decompressors = Decompressors.SHARED;
    private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(BLOCKS);

    private record Entry(Blocks file, int block, byte[] content) {
        boolean is(Blocks otherFile, int otherBlock) {
            return file == otherFile && block == otherBlock;
        }
    }

    byte @Nullable [] get(Blocks file, int block) {
        int place = place(file, block);
        for (int i = 0; i < 2; i++) {
            var entry = entries.get(place + i);
            if (entry != null && entry.is(file, block)) {
                return entry.content();
            }
        }
        return null;
    }

    void put(Blocks file, int block, byte[] content) {
        int place = place(file, block);
        entries.set(place + 1, entries.get(place));
        entries.set(place, new Entry(file, block, content));
    }

    private static int place(Blocks file, int block) {
        int mixed = (System.identityHashCode(file) * 31 + block) * 0x9E37_79B9;
        return (mixed >>> 24) & (BLOCKS - 2);
    }
}
