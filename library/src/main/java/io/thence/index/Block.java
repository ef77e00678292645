// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.ThenceException.Corrupt;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The unit in which the files of the index are written and read.
 *
 * <pre>
 * 0  u32  CRC32C of the file's number, the block's, and everything after this field
 * 4  u8   kind
 * 5  u8   0
 * 6  u16  where the content ends
 * 8       content
 * </pre>
 */
final class Block {

    /** Of a usual block; those of places are smaller. */
    static final int BYTES = 4_096;
    static final int HEAD = 8;

    /** Lists: their fingerprints, and their entries where they are few. */
    static final int LISTS = 1;
    /** The head of a part of the lists: a Bloom filter, and where their blocks are. */
    static final int PART = 2;
    /** Entries of one long list. */
    static final int ENTRIES = 3;
    /** Where the heads of the parts are. */
    static final int PARTS = 4;
    /** What the file is. */
    static final int FOOT = 5;
    /** Places in a segment of the log. */
    static final int PLACES = 6;
    /** Where the blocks of places are. */
    static final int PLACE_FENCES = 7;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;

    Block() {
        this(BYTES);
    }

    Block(int size) {
        bytes = new byte[size];
    }

    /** Empties it for content of {@code kind}. */
    Block begin(int kind) {
        Arrays.fill(bytes, (byte) 0);
        bytes[4] = (byte) kind;
        return this;
    }

    byte[] bytes() {
        return bytes;
    }

    int kind() {
        return bytes[4];
    }

    /** Where the content ends. */
    int end() {
        return u16(6);
    }

    int u8(int at) {
        return bytes[at] & 0xFF;
    }

    int u16(int at) {
        return (short) SHORT.get(bytes, at) & 0xFFFF;
    }

    int u24(int at) {
        return i32(at - 1) & 0xFF_FFFF;
    }

    long u32(int at) {
        return Integer.toUnsignedLong(i32(at));
    }

    int i32(int at) {
        return (int) INT.get(bytes, at);
    }

    long i64(int at) {
        return (long) LONG.get(bytes, at);
    }

    void u16(int at, int value) {
        SHORT.set(bytes, at, (short) value);
    }

    void u24(int at, int value) {
        u16(at, value >>> 8);
        bytes[at + 2] = (byte) value;
    }

    void i32(int at, int value) {
        INT.set(bytes, at, value);
    }

    void i64(int at, long value) {
        LONG.set(bytes, at, value);
    }

    /** Closes it as block {@code number} of file {@code file}, with content up to {@code end}. */
    void finish(long file, int number, int end) {
        u16(6, end);
        i32(0, checksum(file, number));
    }

    private int checksum(long file, int number) {
        var crc = new CRC32C();
        var where = ByteBuffer.allocate(12).putLong(file).putInt(number);
        crc.update(where.flip());
        crc.update(bytes, 4, bytes.length - 4);
        return (int) crc.getValue();
    }

    /**
     * Checks that it is whole, block {@code number} of file {@code file}, and of {@code kind}.
     *
     * @throws Corrupt if it is not; {@code name} names the file in the message
     */
    Block check(long file, int number, int kind, String name) {
        if (i32(0) != checksum(file, number) || kind() != kind || end() < HEAD || end() > bytes.length) {
            throw new Corrupt(name + " at offset " + (long) number * bytes.length
                    + ": this part of the index is damaged; it is made anew from the log when the store is opened"
                    + " for writing again");
        }
        return this;
    }
}
