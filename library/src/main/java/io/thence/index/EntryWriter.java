// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/**
 * Writes the entries of a long list in blocks of its own, one after the other.
 *
 * <pre>
 *  8  u32  how many entries of the list are in the blocks before
 * 12  u16  entries in this block
 * 16  i64  the first of them
 * 24  i64  the last of them
 * 32       the others, each by its distance from the one before
 * </pre>
 */
final class EntryWriter {

    static final int ENTRIES = 32;

    private final RunWriter run;
    private final Block block = new Block();
    private final Varint out = new Varint();
    private int first;
    private int before;
    private int count;
    private long last;
    private int blocks;

    EntryWriter(RunWriter run) {
        this.run = run;
    }

    void begin() {
        blocks = 0;
        before = 0;
        count = 0;
    }

    void add(long posting) {
        if (count > 0 && out.at() + 2 * Varint.BYTES_MAX > Block.BYTES) {
            writeBlock();
        }
        if (count == 0) {
            block.begin(Block.ENTRIES).i64(16, posting);
            out.at(block.bytes(), ENTRIES);
        } else {
            out.putPosting(posting, last);
        }
        last = posting;
        count++;
    }

    void end() {
        writeBlock();
    }

    private void writeBlock() {
        block.i32(8, before);
        block.u16(12, count);
        block.i64(24, last);
        int number = run.write(block, out.at());
        first = blocks == 0 ? number : first;
        blocks++;
        before += count;
        count = 0;
    }

    int first() {
        return first;
    }

    int blocks() {
        return blocks;
    }
}
