// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.util.Optional;

/**
 * Reads the figures of a line. Stricter than the JDK's own parsers, which also take a plus sign, the digits of other
 * scripts and exponents.
 */
final class Figures {

    private static final int DECIMALS_MAX = 3;
    /** Keeps quantity times price far from the end of a long: a trillion pounds. */
    private static final long VALUE_MAX = 1_000_000_000_000_000L;
    private static final int POUND_DIGITS_MAX = 12;

    private Figures() {}

    static int quantity(String text) throws Malformed {
        int from = text.startsWith("-") ? 1 : 0;
        if (!digits(text, from, text.length())) {
            throw new Malformed(Column.QUANTITY.with(text) + " is not a whole number");
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException tooLarge) {
            throw new Malformed(Column.QUANTITY.with(text) + " is not within -2147483648 and 2147483647");
        }
    }

    /** A price in thousandths of a pound. */
    static long price(String text) throws Malformed {
        int from = text.startsWith("-") ? 1 : 0;
        int point = text.indexOf('.');
        int end = point < 0 ? text.length() : point;
        if (!digits(text, from, end) || (point >= 0 && !digits(text, point + 1, text.length()))) {
            throw new Malformed(Column.UNIT_PRICE.with(text) + " is not a decimal number");
        }
        int decimals = point < 0 ? 0 : text.length() - point - 1;
        if (decimals > DECIMALS_MAX) {
            throw new Malformed(Column.UNIT_PRICE.with(text) + " has more than 3 decimals");
        }
        if (end - from > POUND_DIGITS_MAX) {
            throw new Malformed(Column.UNIT_PRICE.with(text) + " is more than a trillion pounds");
        }
        long thousandths = 0;
        for (int i = from; i < text.length(); i++) {
            thousandths = i == point ? thousandths : thousandths * 10 + (text.charAt(i) - '0');
        }
        for (int i = decimals; i < DECIMALS_MAX; i++) {
            thousandths *= 10;
        }
        return from == 0 ? thousandths : -thousandths;
    }

    /** Whether a line's value can be counted with. */
    static boolean countable(int quantity, long price) {
        return Math.abs(price) <= VALUE_MAX / Math.max(1, Math.abs((long) quantity));
    }

    /** A customer's id, given with or without {@code .0}. */
    static Optional<String> customer(String text) throws Malformed {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var id = text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
        if (!digits(id, 0, id.length())) {
            throw new Malformed(Column.CUSTOMER_ID.with(text) + " is not digits, with or without .0");
        }
        return Optional.of(id);
    }

    /** Whether there is something from {@code from} to {@code to}, and all of it is ASCII digits. */
    static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }
}
