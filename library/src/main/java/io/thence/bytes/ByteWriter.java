// SPDX-License-Identifier: Apache-2.0
package io.thence.bytes;

import io.thence.ThenceException.BadRequest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow as they are written, big-endian. */
public final class ByteWriter {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int U16_MAX = 0xFFFF;
    private static final int ASCII_MAX = 0x7F;
    private static final int SHORT_TEXT = 64;

    private byte[] bytes;
    private int length;

    public ByteWriter(int expected) {
        bytes = new byte[expected];
    }

    public int length() {
        return length;
    }

    /** The array that holds them and may be longer: for a caller that does not keep it long, instead of a copy. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    public ByteWriter u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public ByteWriter u16(int value) {
        if (value < 0 || value > U16_MAX) {
            throw new BadRequest(value + " is no version or number of keys or consumers: these are 0 to " + U16_MAX);
        }
        room(2);
        SHORT.set(bytes, length, (short) value);
        length += 2;
        return this;
    }

    public ByteWriter u32(int value) {
        room(4);
        INT.set(bytes, length, value);
        length += 4;
        return this;
    }

    public ByteWriter u64(long value) {
        room(8);
        LONG.set(bytes, length, value);
        length += 8;
        return this;
    }

    /** A text of at most 65,535 bytes in UTF-8, its length before it. */
    public ByteWriter text(String text) {
        int chars = text.length();
        if (chars > SHORT_TEXT) {
            return encoded(text);
        }
        room(2 + chars);
        int from = length + 2;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c > ASCII_MAX) {
                return encoded(text);
            }
            bytes[from + i] = (byte) c;
        }
        SHORT.set(bytes, length, (short) chars);
        length = from + chars;
        return this;
    }

    private ByteWriter encoded(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > U16_MAX) {
            throw new BadRequest("a text of " + utf8.length + " bytes is over the limit of " + U16_MAX + ": shorten '"
                    + text.substring(0, 40) + "...'");
        }
        return u16(utf8.length).raw(utf8);
    }

    public ByteWriter raw(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    /** Overwrites the four bytes at {@code at}. */
    public void patch32(int at, int value) {
        INT.set(bytes, at, value);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
