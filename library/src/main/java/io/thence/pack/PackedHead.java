// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import io.thence.Lineage;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * The head of a packed file.
 *
 * <pre>
 *  0  "THENCEPK"
 *  8  u16  format version, then u16 0
 * 12  u32  CRC32C of all other bytes of the head
 * 16  16   id of the log
 * 32  u32  lineage epoch
 * 36  u32  number of the segment
 * 40  u32  generation: 1, and one more each time that the segment is packed again
 * 44  u32  bytes of content in a block
 * 48  16   0
 * 64  64   the opening: the first bytes of the content, here as they are
 * </pre>
 *
 * @param lineage    which log
 * @param number     which segment of it
 * @param generation which packing of that
 * @param opening    the first {@value #OPENING} bytes of the content; not to be changed
 */
public record PackedHead(Lineage lineage, int number, int generation, byte[] opening) {

    /** Bytes of the opening. */
    public static final int OPENING = 64;

    /** Bytes of the head. */
    public static final int BYTES = 64 + OPENING;

    /** Bytes of content in a block: {@code docs/decisions/0023} has what was measured. */
    public static final int BLOCK = 16 << 10;

    private static final long MAGIC = 0x5448_454E_4345_504BL;
    private static final int VERSION = 1;

    ByteBuffer write() {
        var out = ByteBuffer.allocate(BYTES);
        out.putLong(0, MAGIC).putShort(8, (short) VERSION);
        out.putLong(16, lineage.log().getMostSignificantBits()).putLong(24, lineage.log().getLeastSignificantBits());
        out.putInt(32, lineage.epoch()).putInt(36, number).putInt(40, generation).putInt(44, BLOCK);
        out.put(64, opening);
        return out.putInt(12, Checksums.around(out, 12));
    }

    /**
     * Reads a head.
     *
     * @throws Corrupt      if it is damaged, or none
     * @throws FormatTooNew if a newer version wrote it
     */
    static PackedHead read(ByteBuffer in, String file) {
        if (in.remaining() < BYTES || in.getLong(0) != MAGIC) {
            throw new Corrupt(file + " at offset 0: this is no packed segment of a Thence log; move the file away");
        }
        int version = in.getShort(8) & 0xFFFF;
        if (version > VERSION) {
            throw new FormatTooNew(file + " at offset 8: it has format " + version + ", this version reads up to "
                    + VERSION + ": use the version that wrote it, or a newer one");
        }
        if (version < 1) {
            throw new Corrupt(file + " at offset 8: there is no format " + version
                    + "; restore the file from a backup");
        }
        if (in.getInt(12) != Checksums.around(in, 12)) {
            throw new Corrupt(file + " at offset 12: the head does not match its checksum;"
                    + " restore the file from a backup");
        }
        if (in.getInt(44) != BLOCK) {
            throw new Corrupt(file + " at offset 44: blocks of " + in.getInt(44) + " bytes are not of this format;"
                    + " restore the file from a backup");
        }
        var lineage = new Lineage(new UUID(in.getLong(16), in.getLong(24)), in.getInt(32));
        byte[] opening = new byte[OPENING];
        in.get(64, opening);
        return new PackedHead(lineage, in.getInt(36), in.getInt(40), opening);
    }
}
