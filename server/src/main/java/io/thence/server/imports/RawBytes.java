// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Bytes that are no text in the charset of an input. In texts each is a character of its own, a low surrogate that no
 * high one is before, which no charset yields: so they can be found, and written down as they were.
 */
final class RawBytes {

    private static final int BYTE = 0xFF;

    private RawBytes() {}

    /** The character that stands for a byte. */
    static char mark(byte raw) {
        return (char) (Character.MIN_LOW_SURROGATE + (raw & BYTE));
    }

    /** The first such byte in a text, if there is one. */
    static OptionalInt first(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isMark(text, i)) {
                return OptionalInt.of(text.charAt(i) - Character.MIN_LOW_SURROGATE);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isMark(String text, int at) {
        int raw = text.charAt(at) - Character.MIN_LOW_SURROGATE;
        return raw >= 0 && raw <= BYTE && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    /** A text in a charset, such bytes as they were. Without a byte order mark: in UTF-16, high bytes first. */
    static byte[] encode(String text, Charset charset) {
        var plain = charset.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : charset;
        if (first(text).isEmpty()) {
            return text.getBytes(plain);
        }
        var bytes = new ByteArrayOutputStream(text.length());
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isMark(text, i)) {
                bytes.writeBytes(text.substring(from, i).getBytes(plain));
                bytes.write(text.charAt(i) - Character.MIN_LOW_SURROGATE);
                from = i + 1;
            }
        }
        bytes.writeBytes(text.substring(from).getBytes(plain));
        return bytes.toByteArray();
    }
}
