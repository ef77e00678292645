// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.FormatTooNew;
import io.thence.world.Closing;
import io.thence.world.DiskFile;
import io.thence.world.ReadableFile;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file that was packed: written once, by {@link PackedWriter}, and read by the offsets of its content as if it had
 * never been compressed. So whatever points into the content stays right.
 *
 * <pre>
 * {@link PackedHead} | dictionary | blocks | attachment | {@link BlockTable} | {@link PackedFooter}
 * </pre>
 *
 * <p>A block holds {@value PackedHead#BLOCK} bytes of content, the last one less, compressed by Zstandard with the
 * dictionary, each by itself: to read a piece is to unpack the blocks that it lies in. Every byte of the file is under
 * some CRC32C: that of a block is over its stored bytes and is checked before they are unpacked. The content has
 * checksums of its own. Source of the idea: the seekable format of Zstandard (contrib/seekable_format).
 *
 * <p>Reads may come from any thread. The table and the dictionary are read when they are needed first.
 */
public final class PackedFile implements ReadableFile {

    private final Stored stored;
    private final PackedCache cache;
    private final PackedHead head;
    private final PackedFooter footer;
    private final AtomicReference<@Nullable Blocks> blocks = new AtomicReference<>();
    private volatile boolean closed;

    private PackedFile(Stored stored, PackedCache cache, PackedHead head, PackedFooter footer) {
        this.stored = stored;
        this.cache = cache;
        this.head = head;
        this.footer = footer;
    }

    /**
     * Opens a packed file; closes {@code file} if that fails.
     *
     * @throws Corrupt      if its head or footer is damaged, or it was never written to its end
     * @throws FormatTooNew if a newer version wrote it
     */
    public static PackedFile open(ReadableFile file, PackedCache cache) {
        try {
            var start = ByteBuffer.allocate(PackedHead.BYTES);
            file.fill(start, 0);
            var head = PackedHead.read(start.flip(), file.name());
            long at = Math.max(PackedHead.BYTES, file.size() - PackedFooter.BYTES);
            var end = ByteBuffer.allocate(PackedFooter.BYTES);
            file.fill(end, at);
            var footer = PackedFooter.read(end.flip(), file.name(), at);
            if (footer.head() != start.getInt(12)) {
                throw new Corrupt(file.name() + " at offset " + (at + 12) + ": head and footer are of two files;"
                        + " restore the file from a backup");
            }
            return new PackedFile(new Stored(file), cache, head, footer);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return stored.name();
    }

    /** Where its content ends. */
    @Override
    public long size() {
        return footer.summary().end();
    }

    /** The file as it is stored. */
    public ReadableFile stored() {
        return stored.file();
    }

    /** What stands at its beginning. */
    public PackedHead head() {
        return head;
    }

    /** What it says of its content. */
    public Summary summary() {
        return footer.summary();
    }

    /** Writes the footer once more to {@code into}, which is this file, opened to be written to. */
    public void writeFooter(DiskFile into) {
        into.write(footer.write(), footer.sections().end());
    }

    Stored sections() {
        return stored;
    }

    PackedFooter footer() {
        return footer;
    }

    /** What was attached to the content. */
    public byte[] attachment() {
        return stored.attachment(footer.sections(), cache.decompressors);
    }

    /** Whether anything was attached to the content; said by the footer. */
    public boolean hasAttachment() {
        return footer.sections().attachmentContent() > 0;
    }

    /** The highest place at or before {@code offset} where a frame is known to start. */
    public long frameBefore(long offset) {
        return blocks().frameBefore(offset);
    }

    @Override
    public int read(ByteBuffer into, long at) {
        if (closed) {
            throw new DiskFailed(name() + " is closed", new IllegalStateException("closed"));
        }
        int wanted = (int) Math.max(0, Math.min(into.remaining(), size() - at));
        int opening = Math.min(wanted, (int) Math.max(0, PackedHead.OPENING - at));
        if (opening > 0) {
            into.put(head.opening(), (int) at, opening);
        }
        if (opening < wanted) {
            blocks().read(into, at + opening, wanted - opening);
        }
        return wanted;
    }

    Blocks blocks() {
        var known = blocks.get();
        if (known != null) {
            return known;
        }
        var loaded = new Blocks(stored, footer, cache);
        var first = blocks.compareAndExchange(null, loaded);
        if (first == null) {
            return loaded;
        }
        loaded.close();
        return first;
    }

    @Override
    public void close() {
        closed = true;
        var known = blocks.get();
        Closing.all(known == null ? Stream.of(stored.file()::close) : Stream.of(stored.file()::close, known::close));
    }
}
