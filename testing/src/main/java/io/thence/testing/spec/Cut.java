// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

/** Two texts, cut to a width in such a way that their first difference is seen. */
record Cut(String one, String other) {

    private static final String MORE = "…";

    /** Both, cut around the place from which they differ. */
    static Cut around(String one, String other, int width) {
        if (one.length() <= width && other.length() <= width) {
            return new Cut(one, other);
        }
        int from = Math.max(0, differsAt(one, other) - width / 2);
        return one.equals(other) || one.isEmpty() || other.isEmpty()
                ? new Cut(end(one, width), end(other, width))
                : new Cut(part(one, from, width), part(other, from, width));
    }

    private static int differsAt(String one, String other) {
        int i = 0;
        while (i < one.length() && i < other.length() && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }

    private static String part(String text, int from, int width) {
        if (from == 0) {
            return end(text, width);
        }
        return MORE + end(text.substring(Math.min(from, text.length())), width - 1);
    }

    /** The beginning of {@code text}. */
    static String end(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + MORE;
    }
}
