// SPDX-License-Identifier: Apache-2.0
package io.thence.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads what {@link ByteWriter} wrote, from {@code at} on. */
public final class ByteReader {

    private static final int ASCII_MAX = 0x7F;

    private final ByteBuffer bytes;
    private int at;

    public ByteReader(ByteBuffer bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    public int at() {
        return at;
    }

    /** Whether {@code text} stands at {@code from}, its length before it; without decoding what is there, if ASCII. */
    public static boolean isText(byte[] bytes, int from, String text) {
        int length = ((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF);
        int common = Math.min(length, text.length());
        for (int i = 0; i < common; i++) {
            int there = bytes[from + 2 + i];
            char here = text.charAt(i);
            if (there < 0 || here > ASCII_MAX) {
                return new String(bytes, from + 2, length, StandardCharsets.UTF_8).equals(text);
            }
            if (there != here) {
                return false;
            }
        }
        return length == text.length();
    }

    public int u8() {
        return bytes.get(at++) & 0xFF;
    }

    public int u16() {
        at += 2;
        return bytes.getShort(at - 2) & 0xFFFF;
    }

    public int u32() {
        at += 4;
        return bytes.getInt(at - 4);
    }

    public long u64() {
        at += 8;
        return bytes.getLong(at - 8);
    }

    public String text() {
        int length = textLength();
        return bytes.hasArray() ? new String(bytes.array(), passed(length), length, StandardCharsets.UTF_8)
                : new String(raw(length), StandardCharsets.UTF_8);
    }

    /** The next text, which is one of {@code known} or is to be. */
    public String text(KnownTexts known) {
        int length = textLength();
        return bytes.hasArray() ? known.read(bytes.array(), passed(length), length)
                : known.read(raw(length), 0, length);
    }

    private int textLength() {
        int length = u16();
        Objects.checkFromIndexSize(at, length, bytes.limit());
        return length;
    }

    /** Passes over so many bytes; where they stand in the array. */
    private int passed(int length) {
        at += length;
        return bytes.arrayOffset() + at - length;
    }

    /** The next bytes; a length that is not there is found before room is made for it. */
    public byte[] raw(int length) {
        Objects.checkFromIndexSize(at, length, bytes.limit());
        var raw = new byte[length];
        bytes.get(at, raw);
        at += length;
        return raw;
    }

    /** A number of things that take at least {@code bytesEach} bytes each, which must be there. */
    public int count(int bytesEach) {
        int count = u32();
        Objects.checkFromIndexSize((long) at, (long) count * bytesEach, bytes.limit());
        return count;
    }
}
