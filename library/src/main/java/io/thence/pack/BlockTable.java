// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where the blocks of a packed file lie. One entry a block: u32 its length as stored, u32 CRC32C of that, u16 where in
 * its content the first frame starts, {@value #NO_FRAME} if none does.
 *
 * <p>A stored length of 0 stands for zeros, one as long as the content for content that would not shrink.
 */
final class BlockTable {

    static final int ENTRY = 10;
    static final int NO_FRAME = 0xFFFF;

    private long[] starts;
    private int[] checksums = new int[64];
    private short[] frames = new short[64];
    private int count;

    /** No blocks; the first one begins at {@code start}. */
    BlockTable(long start) {
        starts = new long[65];
        starts[0] = start;
    }

    int count() {
        return count;
    }

    void add(int stored, int checksum, int frame) {
        if (count == checksums.length) {
            starts = Arrays.copyOf(starts, 2 * count + 1);
            checksums = Arrays.copyOf(checksums, 2 * count);
            frames = Arrays.copyOf(frames, 2 * count);
        }
        checksums[count] = checksum;
        frames[count] = (short) frame;
        count++;
        starts[count] = starts[count - 1] + stored;
    }

    /** Where a block begins in the file; that of the number {@link #count} is where the blocks end. */
    long start(int block) {
        return starts[block];
    }

    int stored(int block) {
        return (int) (starts[block + 1] - starts[block]);
    }

    int checksum(int block) {
        return checksums[block];
    }

    /** Where in the content of a block the first frame starts; {@link #NO_FRAME} if none does. */
    int frame(int block) {
        return frames[block] & 0xFFFF;
    }

    byte[] write() {
        var out = ByteBuffer.allocate(count * ENTRY);
        for (int i = 0; i < count; i++) {
            out.putInt(stored(i)).putInt(checksums[i]).putShort(frames[i]);
        }
        return out.array();
    }

    static BlockTable read(byte[] bytes, long start) {
        var table = new BlockTable(start);
        var in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            table.add(in.getInt(), in.getInt(), in.getShort() & 0xFFFF);
        }
        return table;
    }
}
