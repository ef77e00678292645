// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import com.github.luben.zstd.ZstdCompressCtx;
import io.thence.ThenceException.DiskFull;
import io.thence.pack.PackedFooter.Sections;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import io.thence.world.World;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes a packed file. Room is made before it is written to, so a disk that is full shows here and harms nothing else.
 * A file is none before {@link #finish}: what a crash leaves has no footer. For one thread.
 */
public final class PackedWriter {

    private static final int LEVEL = 3;
    private static final int WRITE = 256 << 10;
    private static final int DICTIONARY_MAX = 64 << 10;
    /** A dictionary costs its length: it is worth that where the content is much longer. */
    private static final int DICTIONARY_SHARE = 32;
    private static final int DICTIONARY_MIN = 4 << 10;

    private final Disk disk;
    private final DiskFile file;
    private final PackedHead head;
    private final byte[] dictionary;
    private final BlockTable table;
    private final ZstdCompressCtx context;
    private final byte[] block = new byte[PackedHead.BLOCK];
    private final ByteBuffer out = ByteBuffer.allocate(WRITE + 2 * PackedHead.BLOCK);
    private int filled;
    private int frame = BlockTable.NO_FRAME;
    private long written;

    /**
     * Begins a file.
     *
     * @param name its name on {@code disk}, where it must not be yet
     * @param dictionary from {@link #dictionary}
     */
    public PackedWriter(Disk disk, String name, PackedHead head, byte[] dictionary) {
        this.disk = disk;
        this.head = head;
        this.dictionary = dictionary;
        table = new BlockTable(PackedHead.BYTES + (long) dictionary.length);
        file = disk.open(name, Access.CREATE);
        context = context();
        if (dictionary.length > 0) {
            context.loadDict(dictionary);
        }
        out.put(head.write());
        put(dictionary, dictionary.length);
    }

    private static ZstdCompressCtx context() {
        return new ZstdCompressCtx().setLevel(LEVEL).setChecksum(false).setContentSize(false).setDictID(false);
    }

    /**
     * A dictionary for content like these samples; no bytes where it would not pay.
     *
     * @param content how many bytes of such content there are
     */
    public static byte[] dictionary(List<byte[]> samples, long content) {
        int bytes = (int) Math.min(DICTIONARY_MAX, content / DICTIONARY_SHARE);
        return bytes < DICTIONARY_MIN ? new byte[0] : Dictionary.train(samples, bytes);
    }

    /** Where in the content the next frame starts. */
    public long offset() {
        return Blocks.start(table.count()) + filled;
    }

    /**
     * Adds a frame of the content.
     *
     * @throws DiskFull if there is no room for it
     */
    public void frame(ByteBuffer bytes) {
        if (frame == BlockTable.NO_FRAME) {
            frame = filled;
        }
        while (bytes.hasRemaining()) {
            int n = Math.min(bytes.remaining(), block.length - filled);
            bytes.get(block, filled, n);
            filled += n;
            if (filled == block.length) {
                endBlock();
                frame = BlockTable.NO_FRAME;
            }
        }
    }

    private void endBlock() {
        int start = out.position();
        int stored = store();
        table.add(stored, Checksums.of(out.array(), start, stored), frame);
        filled = 0;
        if (out.position() >= WRITE) {
            write();
        }
    }

    private int store() {
        int last = filled;
        while (last > 0 && block[last - 1] == 0) {
            last--;
        }
        if (last == 0) {
            return 0;
        }
        int start = out.position();
        int packed = context.compressByteArray(out.array(), start, out.capacity() - start, block, 0, filled);
        if (packed < filled) {
            out.position(start + packed);
            return packed;
        }
        out.put(block, 0, filled);
        return filled;
    }

    private void put(byte[] bytes, int count) {
        for (int at = 0; at < count; ) {
            int n = Math.min(out.remaining(), count - at);
            out.put(bytes, at, n);
            at += n;
            if (out.position() >= WRITE) {
                write();
            }
        }
    }

    private void write() {
        out.flip();
        file.allocate(written, written + out.limit());
        int bytes = out.limit();
        file.write(out, written);
        written += bytes;
        out.clear();
    }

    /**
     * Ends the file, and waits until it is sure to survive a crash; its folder is not flushed.
     *
     * @param attachment bytes that go with it
     * @throws DiskFull if there is no room for it
     */
    public void finish(World world, Summary summary, byte[] attachment) {
        if (filled > 0) {
            endBlock();
        }
        byte[] packed = attachment.length == 0 ? attachment : attached(attachment);
        byte[] entries = table.write();
        var sections = new Sections(table.start(table.count()), dictionary.length,
                Checksums.of(dictionary, 0, dictionary.length), packed.length, attachment.length,
                Checksums.of(packed, 0, packed.length), table.count(), Checksums.of(entries, 0, entries.length));
        put(packed, packed.length);
        put(entries, entries.length);
        write();
        file.allocate(written, written + PackedFooter.BYTES);
        file.flush(world); // before the footer: a file that has one is whole
        file.write(new PackedFooter(head.write().getInt(12), summary, sections).write(), written);
        file.flush(world);
        close();
    }

    private static byte[] attached(byte[] attachment) {
        try (var plain = context()) {
            return plain.compress(attachment);
        }
    }

    /** Takes back what was written. */
    public void abandon() {
        close();
        disk.delete(file.name());
    }

    private void close() {
        context.close();
        file.close();
    }
}
