// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

/** Text out of a file as it may be shown to a person: short, and with nothing that a terminal would obey. */
final class Shown {

    private static final int VALUE_CHARACTERS_MAX = 60;

    private Shown() {}

    /** A value, quoted. */
    static String value(String text) {
        return "'" + plain(text, VALUE_CHARACTERS_MAX) + "'";
    }

    /** The text without control characters, cut after {@code charactersMax} of them. */
    static String plain(String text, int charactersMax) {
        var shown = new StringBuilder();
        start(text, charactersMax).codePoints()
                .map(character -> Character.isISOControl(character) ? '?' : character)
                .forEach(shown::appendCodePoint);
        return shown.length() < text.length() ? shown + "..." : shown.toString();
    }

    /** The first {@code charactersMax} characters; one less where that would halve a surrogate pair. */
    static String start(String text, int charactersMax) {
        if (text.length() <= charactersMax) {
            return text;
        }
        boolean halves = Character.isHighSurrogate(text.charAt(charactersMax - 1));
        return text.substring(0, halves ? charactersMax - 1 : charactersMax);
    }
}
