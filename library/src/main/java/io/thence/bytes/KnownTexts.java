// SPDX-License-Identifier: Apache-2.0
package io.thence.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts of which a few come again and again, as names of types and keys do: one that was read a short while ago is not
 * made again, and its hash is known. It has {@value #PLACES} of them at most, of {@value #BYTES_MAX} bytes each at
 * most. For one thread.
 */
public final class KnownTexts {

    private static final int PLACES = 64;
    private static final int BYTES_MAX = 128;

    private final String[] texts = new String[PLACES];
    private final byte[][] encoded = new byte[PLACES][];

    /** What {@code length} bytes of UTF-8 from {@code at} on say. */
    public String read(byte[] bytes, int at, int length) {
        if (length == 0) {
            return "";
        }
        int place = (31 * length + bytes[at + length - 1]) & (PLACES - 1);
        var known = encoded[place];
        if (known != null && Arrays.equals(bytes, at, at + length, known, 0, known.length)) {
            return texts[place];
        }
        var text = new String(bytes, at, length, StandardCharsets.UTF_8);
        if (length <= BYTES_MAX) {
            texts[place] = text;
            encoded[place] = Arrays.copyOfRange(bytes, at, at + length);
        }
        return text;
    }
}
