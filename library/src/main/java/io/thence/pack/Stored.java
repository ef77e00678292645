// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import io.thence.ThenceException.Corrupt;
import io.thence.pack.PackedFooter.Sections;
import io.thence.world.ReadableFile;
import java.nio.ByteBuffer;

/**
 * The sections of a packed file as they are stored, each checked when it is read.
 *
 * @param file the file
 */
record Stored(ReadableFile file) {

    String name() {
        return file.name();
    }

    BlockTable table(Sections sections) {
        var bytes = Piece.of(bytes(sections.table(), sections.blocks() * BlockTable.ENTRY));
        if (bytes.checksum() != sections.tableChecksum()) {
            throw damaged(sections.table(), "the table of blocks does not match its checksum");
        }
        var table = BlockTable.read(bytes.bytes(), PackedHead.BYTES + (long) sections.dictionary());
        if (table.start(table.count()) != sections.blocksEnd()) {
            throw damaged(sections.table(), "the table of blocks does not fit the file");
        }
        return table;
    }

    byte[] dictionary(Sections sections) {
        var bytes = Piece.of(bytes(PackedHead.BYTES, sections.dictionary()));
        if (bytes.checksum() != sections.dictionaryChecksum()) {
            throw damaged(PackedHead.BYTES, "the dictionary does not match its checksum");
        }
        return bytes.bytes();
    }

    byte[] attachment(Sections sections, Decompressors decompressors) {
        var packed = Piece.of(bytes(sections.blocksEnd(), sections.attachment()));
        if (packed.checksum() != sections.attachmentChecksum()) {
            throw damaged(sections.blocksEnd(), "the attachment does not match its checksum");
        }
        byte[] content = new byte[sections.attachmentContent()];
        if (content.length > 0
                && !decompressors.unpack(new Dictionary(new byte[0]), packed, Piece.of(content))) {
            throw damaged(sections.blocksEnd(), "the attachment cannot be unpacked");
        }
        return content;
    }

    byte[] bytes(long at, int count) {
        var bytes = ByteBuffer.allocate(count);
        if (file.fill(bytes, at) < count) {
            throw damaged(at, "the file ends, and " + count + " bytes should stand here");
        }
        return bytes.array();
    }

    Corrupt damaged(long at, String what) {
        return new Corrupt(name() + " at offset " + at + ": " + what
                + "; run verify, and restore the file from a backup");
    }
}
