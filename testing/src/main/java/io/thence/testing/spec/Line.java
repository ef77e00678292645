// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

/**
 * One line of a comparison.
 *
 * @param mark     how the two sides are here
 * @param label    what is compared
 * @param expected as a text; empty where there is none
 * @param actual   as a text; empty where there is none
 */
record Line(Mark mark, String label, String expected, String actual) {

    /** How two sides are. */
    enum Mark {
        SAME(' '),
        DIFFERENT('≠'),
        MISSING('-'),
        UNEXPECTED('+');

        private final char sign;

        Mark(char sign) {
            this.sign = sign;
        }

        char sign() {
            return sign;
        }
    }

    /** Something that is on both sides. */
    static Line same(String label) {
        return new Line(Mark.SAME, label, "", "");
    }

    /** The same line, further to the right. */
    Line indented() {
        return new Line(mark, "  " + label, expected, actual);
    }
}
