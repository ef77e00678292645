// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import io.thence.ThenceException.Corrupt;
import java.nio.ByteBuffer;

/**
 * The end of a packed file: where everything is, and what cannot be told from the content any more. It is written when
 * all before it is flushed, so a file that has it is whole.
 *
 * <pre>
 *   0  "THENCEPE"
 *   8  u32  CRC32C of all other bytes of the footer
 *  12  u32  checksum of the head: that head and footer belong together
 *  16  {@link Summary}, in its order
 *  56  {@link Sections}, in their order
 *  92  36   0
 * </pre>
 *
 * @param head     checksum of the head
 * @param summary  what is to be known of the content
 * @param sections where it lies
 */
record PackedFooter(int head, Summary summary, Sections sections) {

    static final int BYTES = 128;

    private static final long MAGIC = 0x5448_454E_4345_5045L;

    /**
     * What the file is made of, from the head on: dictionary, blocks, attachment, table.
     *
     * @param blocksEnd          where the blocks end and the attachment begins
     * @param dictionary         length of the dictionary
     * @param dictionaryChecksum its CRC32C
     * @param attachment         length of the attachment, compressed
     * @param attachmentContent  its length when it is not
     * @param attachmentChecksum CRC32C of it, compressed
     * @param blocks             number of blocks
     * @param tableChecksum      CRC32C of the table of blocks
     */
    record Sections(
            long blocksEnd,
            int dictionary,
            int dictionaryChecksum,
            int attachment,
            int attachmentContent,
            int attachmentChecksum,
            int blocks,
            int tableChecksum) {

        /** Where the table of blocks begins. */
        long table() {
            return blocksEnd + attachment;
        }

        /** Where the footer begins. */
        long end() {
            return table() + (long) blocks * BlockTable.ENTRY;
        }
    }

    ByteBuffer write() {
        var out = ByteBuffer.allocate(BYTES);
        out.putLong(MAGIC).putInt(0).putInt(head);
        out.putLong(summary.end()).putLong(summary.next()).putLong(summary.highestRemoved());
        out.putLong(summary.removed()).putInt(summary.lastChecksum()).putInt(0);
        out.putLong(sections.blocksEnd).putInt(sections.dictionary).putInt(sections.dictionaryChecksum);
        out.putInt(sections.attachment).putInt(sections.attachmentContent).putInt(sections.attachmentChecksum);
        out.putInt(sections.blocks).putInt(sections.tableChecksum);
        out.clear();
        return out.putInt(8, Checksums.around(out, 8));
    }

    /**
     * Reads a footer.
     *
     * @param at where it lies, for messages
     * @throws Corrupt if it is damaged, or none
     */
    static PackedFooter read(ByteBuffer in, String file, long at) {
        if (in.remaining() < BYTES || in.getLong(0) != MAGIC) {
            throw new Corrupt(file + " at offset " + at + ": the footer is missing, so the file was not written to its"
                    + " end, or was cut; restore it from a backup");
        }
        if (in.getInt(8) != Checksums.around(in, 8)) {
            throw new Corrupt(file + " at offset " + (at + 8) + ": the footer does not match its checksum;"
                    + " restore the file from a backup");
        }
        var summary = new Summary(in.getLong(16), in.getLong(24), in.getLong(32), in.getLong(40), in.getInt(48));
        var sections = new Sections(in.getLong(56), in.getInt(64), in.getInt(68), in.getInt(72), in.getInt(76),
                in.getInt(80), in.getInt(84), in.getInt(88));
        if (sections.end() != at) {
            throw new Corrupt(file + " at offset " + at + ": the footer is not where it says; restore the file from a"
                    + " backup");
        }
        return new PackedFooter(in.getInt(12), summary, sections);
    }
}
