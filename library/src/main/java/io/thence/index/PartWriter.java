// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.util.Arrays;

/** Writes the lists of a run in blocks, and after every some dozens of these the head of their part. */
final class PartWriter {

    /** Where the number of blocks stands in the head of a part, after its filter. */
    static final int COUNT = Block.HEAD + Bloom.BYTES;
    /** Where the blocks stand in it: first word of the first fingerprint, number of the block. */
    static final int FENCES = COUNT + 2;
    static final int FENCE = 12;

    /** Set where a list has blocks of its own. */
    static final int LONG = 1;
    /** Set where entries were removed or a floor was set. */
    static final int CUT = 2;

    private static final int FENCES_MAX = (Block.BYTES - FENCES) / FENCE;
    /** Bytes of a list before its numbers. */
    static final int FIXED = 2 + 16 + 1;

    private final RunWriter run;
    private final Block lists = new Block();
    private final Block part = new Block().begin(Block.PART);
    private final byte[] scratch = new byte[FIXED + 3 * Varint.BYTES_MAX + RunWriter.INLINE_MAX * 2
            * Varint.BYTES_MAX];
    private final Varint out = new Varint();
    private long high;
    private long low;
    private long removed;
    private long floor;
    private int end;
    private long firstOfBlock;
    private long firstOfPart;
    private int fences;
    private int keys;
    private long[] firsts = new long[16];
    private int[] heads = new int[16];
    private int parts;

    PartWriter(RunWriter run) {
        this.run = run;
    }

    /** Begins a list. */
    void begin(long high, long low, long removed, long floor) {
        this.high = high;
        this.low = low;
        this.removed = removed;
        this.floor = floor;
    }

    void addShort(long[] entries, int count, long base) {
        head(0, count);
        long previous = Posting.first(base);
        for (int i = 0; i < count; i++) {
            out.putPosting(entries[i], previous);
            previous = entries[i];
        }
        add();
    }

    void addLong(int count, EntryWriter entries) {
        head(LONG, count);
        out.put(entries.first());
        out.put(entries.blocks());
        add();
    }

    private void head(int flags, int count) {
        boolean cut = removed > 0 || floor > 0;
        scratch[18] = (byte) (flags | (cut ? CUT : 0));
        out.at(scratch, FIXED);
        out.put(count);
        if (cut) {
            out.put(removed);
            out.put(floor);
        }
    }

    private void add() {
        int length = out.at();
        if (end + length > Block.BYTES) {
            writeLists();
        }
        if (keys == Bloom.KEYS_MAX || fences == FENCES_MAX) {
            writeLists();
            writePart();
        }
        if (end == 0) {
            lists.begin(Block.LISTS);
            end = Block.HEAD;
            firstOfBlock = high;
        }
        if (keys == 0) {
            firstOfPart = high;
        }
        System.arraycopy(scratch, 0, lists.bytes(), end, length);
        lists.u16(end, length);
        lists.i64(end + 2, high);
        lists.i64(end + 10, low);
        end += length;
        Bloom.add(part.bytes(), Block.HEAD, high, low);
        keys++;
    }

    private void writeLists() {
        if (end == 0) {
            return;
        }
        int number = run.write(lists, end);
        part.i64(FENCES + fences * FENCE, firstOfBlock);
        part.i32(FENCES + fences * FENCE + 8, number);
        fences++;
        end = 0;
    }

    private void writePart() {
        if (keys == 0) {
            return;
        }
        part.u16(COUNT, fences);
        if (parts == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * parts);
            heads = Arrays.copyOf(heads, 2 * parts);
        }
        firsts[parts] = firstOfPart;
        heads[parts++] = run.write(part, FENCES + fences * FENCE);
        part.begin(Block.PART);
        fences = 0;
        keys = 0;
    }

    /** Writes what is left of the lists. */
    void end() {
        writeLists();
        writePart();
    }

    int count() {
        return parts;
    }

    /** Writes where the heads of the parts are; the number of the first block of it. */
    int writeParts() {
        int first = run.blocks();
        int perBlock = (Block.BYTES - Block.HEAD) / FENCE;
        for (int from = 0; from < parts; from += perBlock) {
            var block = new Block().begin(Block.PARTS);
            int to = Math.min(parts, from + perBlock);
            for (int i = from; i < to; i++) {
                block.i64(Block.HEAD + (i - from) * FENCE, firsts[i]);
                block.i32(Block.HEAD + (i - from) * FENCE + 8, heads[i]);
            }
            run.write(block, Block.HEAD + (to - from) * FENCE);
        }
        return first;
    }
}
