// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.ThenceException.Corrupt;
import io.thence.index.RunWriter.RunId;
import io.thence.world.DiskFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file with the lists of an interval of positions, which does not change any more. Its blocks, in the order in which
 * they are written:
 *
 * <ul>
 *   <li>lists, in the order of their fingerprints: {@code u16 length | high | low | u8 flags | count}, what was cut,
 *       and then the entries by their distances, or, for a long list, its first block and their number;
 *   <li>the entries of a long list, in blocks before the one that has its head;
 *   <li>after some dozens of blocks, the head of that part: a Bloom filter, and the first fingerprint of each block of
 *       lists with its number;
 *   <li>where the heads of the parts are: only this is kept in memory;
 *   <li>the foot.
 * </ul>
 *
 * <p>A look-up reads the head of one part and, if the list may be there, one block. Any thread.
 */
final class Run implements Lists, AutoCloseable {

    private static final String SUFFIX = ".run";
    private static final Pattern NAME = Pattern.compile("\\d{1,18}\\.run");

    private final Foot foot;
    private final BlockFile file;
    private final long[] firsts;
    private final int[] heads;

    private Run(Foot foot, BlockFile file) {
        this.foot = foot;
        this.file = file;
        firsts = new long[foot.count()];
        heads = new int[foot.count()];
        int perBlock = (Block.BYTES - Block.HEAD) / PartWriter.FENCE;
        for (int i = 0; i < firsts.length; i++) {
            var block = file.read(foot.parts() + i / perBlock, Block.PARTS);
            int at = Block.HEAD + i % perBlock * PartWriter.FENCE;
            firsts[i] = block.i64(at);
            heads[i] = block.i32(at + 8);
        }
    }

    static String name(long number) {
        return InvertedIndex.FOLDER + "/" + number + SUFFIX;
    }

    static boolean isName(String file) {
        return NAME.matcher(file).matches();
    }

    static long number(String file) {
        return Long.parseLong(file.substring(0, file.length() - SUFFIX.length()));
    }

    /**
     * Opens a file that holds run {@code number}.
     *
     * @throws io.thence.ThenceException.Corrupt if it is not whole
     */
    static Run open(DiskFile file, long number, BlockCache cache) {
        var blocks = new BlockFile(file, number, cache, Block.BYTES);
        if (blocks.blocks() == 0) {
            throw new Corrupt(file.name() + " is empty");
        }
        var foot = Foot.read(blocks.read(blocks.blocks() - 1, Block.FOOT), file.name());
        if (foot.count() < 0 || foot.count() > blocks.blocks() || foot.parts() < 0) {
            throw new Corrupt(file.name() + ": its foot makes no sense");
        }
        return new Run(foot, blocks);
    }

    RunId id() {
        return foot.id();
    }

    Foot foot() {
        return foot;
    }

    BlockFile file() {
        return file;
    }

    @Override
    public long from() {
        return foot.id().from();
    }

    @Override
    public long to() {
        return foot.id().to();
    }

    /**
     * The list's entry in its block; null if there is none. Where a part, or a block, begins with the first word of its
     * fingerprint, it may be at the end of the one before: lists of one name and several kinds share that word.
     */
    private @Nullable ListEntry find(Print print) {
        for (int part = atOrBefore(print.high()); part >= 0; part--) {
            var head = file.read(heads[part], Block.PART);
            var entry = Bloom.mayHold(head.bytes(), Block.HEAD, print) ? find(head, print) : null;
            if (entry != null || firsts[part] != print.high()) {
                return entry;
            }
        }
        return null;
    }

    private @Nullable ListEntry find(Block head, Print print) {
        for (int fence = fence(head, print.high()); fence >= 0; fence--) {
            var entry = new ListEntry();
            int at = PartWriter.FENCES + fence * PartWriter.FENCE;
            if (entry.find(file.read(head.i32(at + 8), Block.LISTS), print, foot.id().from())) {
                return entry;
            }
            if (head.i64(at) != print.high()) {
                return null;
            }
        }
        return null;
    }

    /** The last part that begins at {@code high} or before. */
    private int atOrBefore(long high) {
        int low = 0;
        int end = firsts.length;
        while (low < end) {
            int middle = (low + end) >>> 1;
            if (Long.compareUnsigned(firsts[middle], high) <= 0) {
                low = middle + 1;
            } else {
                end = middle;
            }
        }
        return low - 1;
    }

    private static int fence(Block head, long high) {
        int low = 0;
        int end = head.u16(PartWriter.COUNT);
        while (low < end) {
            int middle = (low + end) >>> 1;
            if (Long.compareUnsigned(head.i64(PartWriter.FENCES + middle * PartWriter.FENCE), high) <= 0) {
                low = middle + 1;
            } else {
                end = middle;
            }
        }
        return low - 1;
    }

    @Override
    public long total(Print print) {
        var entry = find(print);
        return entry == null ? 0 : entry.removed() + entry.count();
    }

    @Override
    public long floor(Print print, long head) {
        var entry = foot.floors() == 0 ? null : find(print);
        return entry == null ? 0 : entry.floor();
    }

    @Override
    public long last(Print print) {
        var entry = find(print);
        if (entry == null || entry.count() == 0) {
            return Posting.NONE;
        }
        if (entry.isLong()) {
            return file.read(entry.firstBlock() + entry.blocks() - 1, Block.ENTRIES).i64(24);
        }
        var piece = new PostingBuffer();
        entry.copy(piece);
        return piece.lastValue();
    }

    @Override
    public long upTo(Print print, long bound) {
        var entry = find(print);
        if (entry == null) {
            return 0;
        }
        var piece = new PostingBuffer();
        if (!entry.isLong()) {
            entry.copy(piece);
            return entry.removed() + piece.atOrAfter(bound + 1, 0);
        }
        int at = blockAtOrBefore(entry, bound);
        if (at < 0) {
            return entry.removed();
        }
        var block = file.read(at, Block.ENTRIES);
        copy(block, piece);
        return entry.removed() + block.i32(8) + piece.atOrAfter(bound + 1, 0);
    }

    /** The last block of a long list whose first entry is {@code bound} or less; -1 if there is none. */
    private int blockAtOrBefore(ListEntry entry, long bound) {
        int low = 0;
        int end = entry.blocks();
        while (low < end) {
            int middle = (low + end) >>> 1;
            if (file.read(entry.firstBlock() + middle, Block.ENTRIES).i64(16) <= bound) {
                low = middle + 1;
            } else {
                end = middle;
            }
        }
        return low == 0 ? -1 : entry.firstBlock() + low - 1;
    }

    @Override
    public boolean forwards(Print print, long bound, PostingBuffer into) {
        into.clear();
        var entry = find(print);
        if (entry == null) {
            return false;
        }
        if (entry.isLong()) {
            int at = Math.max(blockAtOrBefore(entry, bound), entry.firstBlock());
            var block = file.read(at, Block.ENTRIES);
            boolean isPast = block.i64(24) < bound;
            if (isPast && at + 1 == entry.firstBlock() + entry.blocks()) {
                return false;
            }
            copy(isPast ? file.read(at + 1, Block.ENTRIES) : block, into);
        } else {
            entry.copy(into);
        }
        into.keep(into.atOrAfter(bound, 0), into.size());
        return into.size() > 0;
    }

    @Override
    public boolean backwards(Print print, long bound, PostingBuffer into) {
        into.clear();
        var entry = find(print);
        if (entry == null) {
            return false;
        }
        if (entry.isLong()) {
            int at = blockAtOrBefore(entry, bound);
            if (at < 0) {
                return false;
            }
            copy(file.read(at, Block.ENTRIES), into);
        } else {
            entry.copy(into);
        }
        into.keep(0, into.atOrAfter(bound + 1, 0));
        return into.size() > 0;
    }

    /** Gives out the entries of a long list's block. */
    static void copy(Block block, PostingSink into) {
        var in = new Varint().at(block.bytes(), EntryWriter.ENTRIES);
        long entry = block.i64(16);
        into.add(entry);
        for (int left = block.u16(12); left > 1; left--) {
            entry = in.nextPosting(entry);
            into.add(entry);
        }
    }

    /** Its lists, in order; blocks are read past the cache. */
    RunKeys keys() {
        return new RunKeys(this, firsts.length);
    }

    /** Number of the block that is the head of a part. */
    int head(int part) {
        return heads[part];
    }

    @Override
    public void close() {
        file.close();
    }

    /** Whether {@code other} comes right after it. */
    boolean isBefore(Run other) {
        return to() == other.from();
    }
}
