// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import java.io.IOException;
import java.io.Reader;

/**
 * Text on its way to a CSV parser, which gives values only: kept until it is given out as it stands, record by record.
 * It tells records apart as the parser does: a quotation mark opens and closes where the field began with one.
 */
final class KeepingReader extends Reader {

    private static final int DROPPED_MIN = 1 << 16;

    private final Reader in;
    private final char separator;
    private final StringBuilder text = new StringBuilder();
    private int from;

    KeepingReader(Reader in, char separator) {
        this.in = in;
        this.separator = separator;
    }

    /**
     * A record.
     *
     * @param text     without the line break after it
     * @param isClosed whether each quotation mark that opens is closed: in the last record one may not be
     */
    record Raw(String text, boolean isClosed) {}

    @Override
    public int read(char[] into, int at, int length) throws IOException {
        int count = in.read(into, at, length);
        if (count > 0) {
            text.append(into, at, count);
        }
        return count;
    }

    /** The next record that is not empty; for when the parser has given its values. */
    Raw next() {
        while (from < text.length() && isBreak(text.charAt(from))) {
            from++;
        }
        boolean within = false;
        boolean quoted = false;
        boolean plain = false;
        int end = from;
        for (; end < text.length(); end++) {
            char c = text.charAt(end);
            if (within) {
                within = c != '"';
            } else if (isBreak(c)) {
                break;
            } else if (c == separator) {
                quoted = false;
                plain = false;
            } else if (c == '"' && !plain) {
                quoted = true;
                within = true;
            } else {
                plain = !quoted;
            }
        }
        var raw = new Raw(text.substring(from, end), !within);
        from = end;
        if (from >= DROPPED_MIN) {
            text.delete(0, from);
            from = 0;
        }
        return raw;
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
