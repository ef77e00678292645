// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

import io.thence.Lineage;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The head of a segment's file.
 *
 * <pre>
 *  0  "THENCELG"
 *  8  u16  format version, then u16 0
 * 12  u32  CRC32C of everything after it, to 64; from format 3 on, of the format version before that
 * 16  16   id of the log
 * 32  u32  lineage epoch, raised by a restore
 * 36  u32  checksum of the frame before, in the segment before
 * 40  u64  position of the first event
 * 48  u64  offset at which the content of the segment before ends; what lies beyond was copied here or never flushed
 * 56  u64  0
 * </pre>
 *
 * @param lineage     which log
 * @param first       position of its first event
 * @param previous    checksum of the frame before
 * @param previousEnd where the segment before ends
 * @param version     the format of its content
 */
public record SegmentHeader(Lineage lineage, long first, int previous, long previousEnd, int version) {

    public static final int BYTES = 64;

    /**
     * The format that is written: 2 has events with a time of their own, which readers of 1 do not know, 3 consumers
     * that leave positions open. Older ones are read, and not written to any more.
     */
    public static final int VERSION = 3;

    /** From this format on the checksum vouches for the format too: a flipped bit makes no older one of it. */
    private static final int VERSION_CHECKED = 3;

    /** Stands for a log that is not known. */
    public static final Lineage NO_LOG = new Lineage(new UUID(0, 0), 0);

    private static final long MAGIC = 0x5448_454E_4345_4C47L;

    /** The head of a segment that begins now. */
    public SegmentHeader(Lineage lineage, long first, int previous, long previousEnd) {
        this(lineage, first, previous, previousEnd, VERSION);
    }

    public ByteBuffer write() {
        var out = ByteBuffer.allocate(BYTES);
        out.putLong(0, MAGIC).putShort(8, (short) version);
        out.putLong(16, lineage.log().getMostSignificantBits()).putLong(24, lineage.log().getLeastSignificantBits());
        out.putInt(32, lineage.epoch()).putInt(36, previous).putLong(40, first).putLong(48, previousEnd);
        return out.putInt(12, checksum(out));
    }

    /**
     * Reads a head; empty if these bytes never became one.
     *
     * @throws Corrupt      if it is one and damaged
     * @throws FormatTooNew if a newer version wrote it
     */
    public static Optional<SegmentHeader> read(ByteBuffer in, String file) {
        if (in.remaining() < BYTES || in.getLong(0) == 0) {
            return Optional.empty();
        }
        if (in.getLong(0) != MAGIC) {
            throw new Corrupt(file + " at offset 0: this is no segment of a Thence log; move the file away");
        }
        if (in.getShort(8) > VERSION) {
            throw new FormatTooNew(file + " has format " + in.getShort(8) + ", this version reads up to " + VERSION
                    + ": use the version that wrote it, or a newer one");
        }
        if (in.getShort(8) < 1) {
            throw new Corrupt(file + " at offset 8: there is no format " + in.getShort(8)
                    + "; restore the file from a backup");
        }
        if (in.getInt(12) != checksum(in)) {
            throw new Corrupt(file + " at offset 8: the segment's head does not match its checksum;"
                    + " restore the file from a backup");
        }
        var lineage = new Lineage(new UUID(in.getLong(16), in.getLong(24)), in.getInt(32));
        return Optional.of(new SegmentHeader(lineage, in.getLong(40), in.getInt(36), in.getLong(48),
                in.getShort(8)));
    }

    private static int checksum(ByteBuffer bytes) {
        var crc = new CRC32C();
        if (bytes.getShort(8) >= VERSION_CHECKED) {
            crc.update(bytes.slice(8, Integer.BYTES));
        }
        crc.update(bytes.slice(16, BYTES - 16));
        return (int) crc.getValue();
    }
}
