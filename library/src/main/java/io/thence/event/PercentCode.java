// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/** Texts in which some characters are percent-encoded, as in URIs. */
final class PercentCode {

    /** What may stand in the path of a URI reference that names no scheme, beside letters and digits. */
    private static final String OF_PATHS = "-._~/!$&'()*+,;=@";

    private PercentCode() {}

    /** The text as a word: without white space and control characters. */
    static String word(String text) {
        return encoded(text, at -> at == '%' || Character.isWhitespace(at) || Character.isSpaceChar(at)
                || Character.isISOControl(at) || Character.getType(at) == Character.SURROGATE);
    }

    /** The text as it is, if it is a URI reference, else made one. */
    static String reference(String text) {
        try {
            new URI(text);
            return text;
        } catch (URISyntaxException _) {
            return encoded(text, at -> !isOfPath(at));
        }
    }

    private static boolean isOfPath(int at) {
        return at < 128 && (Character.isLetterOrDigit(at) || OF_PATHS.indexOf(at) >= 0);
    }

    private static String encoded(String text, IntPredicate coded) {
        if (text.codePoints().noneMatch(coded)) {
            return text;
        }
        var out = new StringBuilder();
        text.codePoints().forEach(at -> {
            if (!coded.test(at)) {
                out.appendCodePoint(at);
                return;
            }
            for (byte b : Character.toString(at).getBytes(StandardCharsets.UTF_8)) {
                out.append('%').append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        });
        return out.toString();
    }

    /**
     * The text that was encoded.
     *
     * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
     */
    static String plain(String word) {
        return word.indexOf('%') < 0 ? word
                : URLDecoder.decode(word.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
