// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One place of the table of keys: nothing, a key, or the word that there was one and that it is erased.
 *
 * <pre>
 *  0  u64  state: 0, PREPARED, LIVE or ERASED
 *  8  16   the subject, by {@link SubjectRef}
 * 24  u32  generation
 * 28  32   the AES key; where it is erased, milliseconds since 1970 in the first 8 bytes, and zeros
 * 60  u32  CRC32C of everything from 8 to 60; its complement where the key is erased
 * </pre>
 *
 * <p>A new key is written as PREPARED and flushed; then it counts, and LIVE is written without a flush. So a slot whose
 * checksum is wrong was never used if it is not LIVE, and is damaged if it is. A key whose checksum is right counts in
 * either state, but seals nothing new while it is PREPARED: that it can be read says nothing of the device, if its
 * flush failed. A subject's name is never changed in place, so a torn erasure is found again by it; and the checksum
 * alone says that a key is erased.
 *
 * @param kind  what it is
 * @param ref   whose it is; of no meaning where it is {@link Kind#FREE}
 * @param bytes as it lies there
 */
record KeySlot(Kind kind, SubjectRef ref, byte[] bytes) {

    static final int BYTES = 64;
    static final int KEY_AT = 28;
    static final long PREPARED = 0x5052_4550_4152_4544L;
    static final long LIVE = 0x4C49_5645_5F4B_4559L;
    private static final long ERASED = 0x4552_4153_4544_5F5FL;
    private static final int CRC_AT = 60;

    /** What a slot may be. */
    enum Kind {
        /** Nothing, or what a crash left of a key that was never used. */
        FREE,
        /** A key. */
        KEY,
        /** Its key is destroyed. */
        ERASED,
        /** A key that was used, or the word of its erasure, and its bytes are not what was written. */
        DAMAGED
    }

    /** Reads the slot at {@code at} of {@code in}. */
    static KeySlot read(ByteBuffer in, int at) {
        long state = in.getLong(at);
        var ref = new SubjectRef(in.getLong(at + 8), in.getLong(at + 16), in.getInt(at + 24));
        var bytes = new byte[BYTES];
        in.get(at, bytes);
        return new KeySlot(kind(state, in.getInt(at + CRC_AT), checksum(in, at), ref), ref, bytes);
    }

    private static Kind kind(long state, int crc, int right, SubjectRef ref) {
        if (crc == right && state != ERASED && ref.generation() > 0) {
            return Kind.KEY;
        }
        if (crc == ~right && ref.generation() > 0) {
            return Kind.ERASED;
        }
        return wasNeverUsed(state) ? Kind.FREE : Kind.DAMAGED;
    }

    /** Whether a crash may have left this of the state of a slot in which nothing was before. */
    private static boolean wasNeverUsed(long state) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            long letter = state >>> shift & 0xFF;
            if (letter != 0 && letter != (PREPARED >>> shift & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** A new key, which counts once it is flushed. */
    static ByteBuffer prepared(SubjectRef ref, byte[] key) {
        var out = named(PREPARED, ref).put(KEY_AT, key);
        return out.putInt(CRC_AT, checksum(out, 0));
    }

    /** A key that was flushed elsewhere before. */
    static ByteBuffer live(SubjectRef ref, byte[] key) {
        return prepared(ref, key).putLong(0, LIVE);
    }

    /** The word that there is no key any more. */
    static ByteBuffer erased(SubjectRef ref, long millis) {
        var out = named(ERASED, ref).putLong(KEY_AT, millis);
        return out.putInt(CRC_AT, ~checksum(out, 0));
    }

    private static ByteBuffer named(long state, SubjectRef ref) {
        return ByteBuffer.allocate(BYTES).putLong(0, state).putLong(8, ref.high()).putLong(16, ref.low())
                .putInt(24, ref.generation());
    }

    private static int checksum(ByteBuffer bytes, int at) {
        var crc = new CRC32C();
        crc.update(bytes.slice(at + 8, CRC_AT - 8));
        return (int) crc.getValue();
    }

    /** Whether its key was flushed, where it is {@link Kind#KEY}: of one that is only prepared nobody knows. */
    boolean isLive() {
        return ByteBuffer.wrap(bytes).getLong() == LIVE;
    }

    /** The 32 bytes of its key, where it is {@link Kind#KEY}. */
    byte[] key() {
        return Arrays.copyOfRange(bytes, KEY_AT, CRC_AT);
    }

    /** As it is copied to another table, where it counts at once. */
    ByteBuffer copy() {
        return kind == Kind.KEY ? live(ref, key()) : ByteBuffer.wrap(bytes);
    }

    // Never shown: it may have a key in it.

    @Override
    public String toString() {
        return kind + " " + ref;
    }
}
