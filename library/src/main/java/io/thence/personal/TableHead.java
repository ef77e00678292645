// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The head of a table of keys.
 *
 * <pre>
 *  0  "THENCEKT"
 *  8  u16  format version, then u16 0
 * 12  u32  CRC32C of everything else, to 88
 * 16  16   id of the keys: stays when the table grows
 * 32  16   id of the log that they belong to
 * 48  u32  the table has 2 to this power of homes
 * 52  u32  0
 * 56  32   the store's secret
 * 512 u64  number of the last erasure that is done in this table
 * 520 u32  CRC32C of that
 * </pre>
 *
 * @param id     of the keys
 * @param log    of the log
 * @param bits   says how many slots there are
 * @param secret of the store
 */
record TableHead(UUID id, UUID log, int bits, byte[] secret) {

    /** The first slot begins there. */
    static final int BYTES = 4_096;

    static final int DONE_AT = 512;
    private static final int DONE_BYTES = 12;
    private static final int CRC_AT = 12;
    private static final int END = 88;
    private static final int BITS_MAX = 40;
    private static final long MAGIC = 0x5448_454E_4345_4B54L;
    private static final int VERSION = 1;

    ByteBuffer write() {
        var out = ByteBuffer.allocate(END).putLong(0, MAGIC).putShort(8, (short) VERSION);
        out.putLong(16, id.getMostSignificantBits()).putLong(24, id.getLeastSignificantBits());
        out.putLong(32, log.getMostSignificantBits()).putLong(40, log.getLeastSignificantBits());
        out.putInt(48, bits).put(56, secret);
        return out.putInt(CRC_AT, checksum(out));
    }

    /** The same for a table of more slots. */
    TableHead of(int more) {
        return new TableHead(id, log, more, secret);
    }

    /**
     * Reads a head; empty if none was ever written here.
     *
     * @throws Corrupt      if it is one and damaged
     * @throws FormatTooNew if a newer version wrote it
     */
    static Optional<TableHead> read(ByteBuffer in, String file) {
        if (in.remaining() < END || in.getLong(0) == 0) {
            return Optional.empty();
        }
        if (in.getLong(0) != MAGIC) {
            throw new Corrupt(file + " at offset 0: this is no table of keys; restore the keys from their backup");
        }
        if (in.getShort(8) > VERSION) {
            throw new FormatTooNew(file + " has format " + in.getShort(8) + ", this version reads up to " + VERSION
                    + ": use the version that wrote it, or a newer one");
        }
        if (in.getShort(8) < 1) {
            throw new Corrupt(file + " at offset 8: there is no format " + in.getShort(8)
                    + "; restore the keys from their backup");
        }
        if (in.getInt(CRC_AT) != checksum(in) || in.getInt(48) < 1 || in.getInt(48) > BITS_MAX) {
            throw new Corrupt(file + " at offset 12: the head does not match its checksum;"
                    + " restore the keys from their backup");
        }
        var secret = new byte[Ciphers.KEY_BYTES];
        in.get(56, secret);
        return Optional.of(new TableHead(new UUID(in.getLong(16), in.getLong(24)),
                new UUID(in.getLong(32), in.getLong(40)), in.getInt(48), secret));
    }

    /** The word that all erasures up to {@code number} are done. */
    static ByteBuffer done(long number) {
        var out = ByteBuffer.allocate(DONE_BYTES).putLong(0, number);
        return out.putInt(Long.BYTES, crc(out.slice(0, Long.BYTES)));
    }

    /** Reads that word; 0 where it is torn or was never written, since erasing again does no harm. */
    static long readDone(ByteBuffer in) {
        boolean sound = in.remaining() == DONE_BYTES && in.getInt(Long.BYTES)
                == crc(in.slice(0, Long.BYTES));
        return sound ? in.getLong(0) : 0;
    }

    static ByteBuffer roomForDone() {
        return ByteBuffer.allocate(DONE_BYTES);
    }

    private static int checksum(ByteBuffer bytes) {
        return crc(bytes.slice(0, CRC_AT), bytes.slice(CRC_AT + 4, END - CRC_AT - 4));
    }

    private static int crc(ByteBuffer... parts) {
        var crc = new CRC32C();
        for (var part : parts) {
            crc.update(part);
        }
        return (int) crc.getValue();
    }

    // Never shown: it has a secret in it.
    @Override
    public String toString() {
        return "keys " + id;
    }
}
