// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * The lines of a stream as bytes, in bounded memory: of a line longer than {@link #LONGEST} only the start is held.
 *
 * <p>A compressed stream may break off. What was decompressed by then is given out; then the line in which it broke off
 * comes as {@link Found#CUT}, once, maybe with no bytes.
 */
final class ByteLines implements AutoCloseable {

    /** The most bytes of a line, its line end apart. */
    static final int LONGEST = 64 * 1024;

    /** What {@link #next} found. */
    enum Found { LINE, LONG_LINE, CUT, END }

    private final InputStream in;
    private final byte[] buffer = new byte[2 * LONGEST];
    private int from;
    private int to;
    private boolean ended;
    private boolean cut;
    private byte[] line = {};

    ByteLines(InputStream in) {
        this.in = in;
    }

    /** Moves on by a line, which {@link #line} then gives. */
    Found next() throws IOException {
        int length = lengthToLineFeed();
        boolean whole = from + length < to;
        line = Arrays.copyOfRange(buffer, from, from + Math.min(length, LONGEST));
        from += whole ? length + 1 : length;
        if (length > LONGEST) {
            if (!whole) {
                skipRest();
            }
            return Found.LONG_LINE;
        }
        if (!whole && cut) {
            cut = false;
            return Found.CUT;
        }
        if (!whole && length == 0) {
            return Found.END;
        }
        if (length > 0 && line[length - 1] == '\r') {
            line = Arrays.copyOf(line, length - 1);
        }
        return Found.LINE;
    }

    /** The line found last, without its line end; the start of it if it was too long. */
    byte[] line() {
        return line;
    }

    /** Whether the stream has properly ended and all is given out. */
    boolean atEnd() throws IOException {
        return from == to && !fill() && !cut;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** How far the next line feed is: or the end, or more than a line may have. */
    private int lengthToLineFeed() throws IOException {
        int length = 0;
        do {
            while (from + length < to) {
                if (buffer[from + length] == '\n') {
                    return length;
                }
                length++;
            }
        } while (length <= LONGEST && fill());
        return length;
    }

    private void skipRest() throws IOException {
        do {
            while (from < to) {
                if (buffer[from++] == '\n') {
                    return;
                }
            }
        } while (fill());
    }

    /** Reads on; keeps what is not given out yet. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        try {
            int read = in.read(buffer, to, buffer.length - to);
            ended = read < 0;
            to += Math.max(read, 0);
        } catch (EOFException | ZipException brokenOff) {
            ended = true;
            cut = true;
        }
        return !ended;
    }
}
