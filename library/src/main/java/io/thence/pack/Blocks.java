// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import io.thence.ThenceException.DiskFailed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The blocks of one packed file: where they lie, and what they are unpacked with. For any threads. */
final class Blocks implements AutoCloseable {

    private final Stored stored;
    private final long end;
    private final PackedCache cache;
    private final BlockTable table;
    private final Dictionary dictionary;

    /** Reads what is needed to read blocks. */
    Blocks(Stored stored, PackedFooter footer, PackedCache cache) {
        this.stored = stored;
        this.cache = cache;
        end = footer.summary().end();
        table = stored.table(footer.sections());
        dictionary = new Dictionary(stored.dictionary(footer.sections()));
    }

    BlockTable table() {
        return table;
    }

    /** Where in the content a block starts. */
    static long start(int block) {
        return PackedHead.OPENING + (long) block * PackedHead.BLOCK;
    }

    private static int at(long offset) {
        return (int) ((offset - PackedHead.OPENING) / PackedHead.BLOCK);
    }

    int length(int block) {
        return (int) Math.min(PackedHead.BLOCK, end - start(block));
    }

    /** The highest place at or before {@code offset} where a frame is known to start. */
    long frameBefore(long offset) {
        for (int i = Math.min(table.count() - 1, at(offset)); i >= 0; i--) {
            int frame = table.frame(i);
            if (frame != BlockTable.NO_FRAME && start(i) + frame <= offset) {
                return start(i) + frame;
            }
        }
        return PackedHead.OPENING;
    }

    /** Reads {@code count} bytes of the content from {@code offset} on, which lies behind the opening. */
    void read(ByteBuffer into, long offset, int count) {
        if (!dictionary.acquire()) {
            throw new DiskFailed(stored.name() + " is closed", new IllegalStateException("closed"));
        }
        try {
            readAll(into, offset, offset + count);
        } finally {
            dictionary.release();
        }
    }

    private void readAll(ByteBuffer into, long from, long to) {
        int last = at(to - 1);
        @Nullable Piece packed = null; // of all blocks from the first that is not in the cache: read at once
        long next = from;
        for (int block = at(from); block <= last; block++) {
            int skipped = (int) (next - start(block));
            int n = (int) Math.min(length(block) - skipped, to - next);
            byte[] content = cache.get(this, block);
            if (content == null) {
                if (packed == null) {
                    long at = table.start(block);
                    packed = Piece.of(stored.bytes(at, (int) (table.start(last + 1) - at)));
                }
                content = unpacked(block, packed);
                if (n < content.length) {
                    cache.put(this, block, content); // the rest of it is likely to be asked for next
                }
            }
            into.put(content, skipped, n);
            next += n;
            packed = packed == null ? null : packed.after(table.stored(block));
        }
    }

    private byte[] unpacked(int block, Piece packed) {
        byte[] content = new byte[length(block)];
        var problem = unpack(block, packed.first(table.stored(block)), content);
        if (!problem.isEmpty()) {
            throw stored.damaged(table.start(block), problem);
        }
        return content;
    }

    /** Unpacks a block; what is wrong with it, empty if nothing is. */
    private String unpack(int block, Piece packed, byte[] content) {
        if (packed.checksum() != table.checksum(block)) {
            return "block " + block + " does not match its checksum";
        }
        if (packed.length() == 0) {
            Arrays.fill(content, (byte) 0);
        } else if (packed.length() == content.length) {
            System.arraycopy(packed.bytes(), packed.at(), content, 0, content.length);
        } else if (!cache.decompressors.unpack(dictionary, packed, Piece.of(content))) {
            return "block " + block + " cannot be unpacked";
        }
        return "";
    }

    /** What is wrong with a block; empty if nothing is. */
    String problem(int block) {
        var packed = Piece.of(stored.bytes(table.start(block), table.stored(block)));
        return unpack(block, packed, new byte[length(block)]);
    }

    /** Lets go of the dictionary, when the last reader has left it. */
    @Override
    public void close() {
        dictionary.close();
    }
}
