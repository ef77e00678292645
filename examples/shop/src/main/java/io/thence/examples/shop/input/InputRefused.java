// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

/** An input that cannot be used: the message says what, where, and what to do next. */
public abstract sealed class InputRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    InputRefused(String message) {
        super(message);
    }

    /** There is no file to read where one was named. */
    public static final class NoSuchInput extends InputRefused {
        private static final long serialVersionUID = 1;

        NoSuchInput(String file, String what) {
            super("The input " + file + " " + what + ". Name a CSV file of invoice lines, gzipped or not, or one of "
                    + InputChoice.names() + ".");
        }
    }

    /** A file does not start as an invoice file does; nothing of its input was given out. */
    public static final class UnknownHeader extends InputRefused {
        private static final long serialVersionUID = 1;

        UnknownHeader(String file, String found) {
            super("The header of " + file + " is unknown: it starts with " + found + ". Expected are the columns "
                    + String.join(",", Column.titles()) + ". Give the file these columns, as CSV in UTF-8.");
        }
    }

    /** A file that was found could not be read on, and not because it was cut. */
    public static final class Unreadable extends InputRefused {
        private static final long serialVersionUID = 1;

        Unreadable(String file, Exception cause) {
            super("The input " + file + " cannot be read: " + cause + ". When it can, run again: what was fed before"
                    + " is recognised.");
            initCause(cause);
        }
    }

    /** A downloaded file is not the one that was published; it was deleted. */
    public static final class WrongChecksum extends InputRefused {
        private static final long serialVersionUID = 1;

        WrongChecksum(String file, String expected, String found) {
            super("The download " + file + " is not what was published: SHA-256 " + expected + " was expected, "
                    + found + " was found. It was deleted: run again to load it anew, or take --input generated.");
        }
    }
}
