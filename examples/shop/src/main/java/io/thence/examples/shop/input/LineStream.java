// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Lines as a stream of UTF-8, each ended by a line feed; one line is held at a time. */
final class LineStream extends InputStream {

    private final Iterator<String> lines;
    private byte[] line = {};
    private int position;

    LineStream(Iterator<String> lines) {
        this.lines = lines;
    }

    @Override
    public int read() {
        return isOver() ? -1 : line[position++] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int read = 0;
        while (read < length && !isOver()) {
            int some = Math.min(length - read, line.length - position);
            System.arraycopy(line, position, bytes, offset + read, some);
            position += some;
            read += some;
        }
        return read == 0 ? -1 : read;
    }

    private boolean isOver() {
        if (position == line.length && lines.hasNext()) {
            line = (lines.next() + "\n").getBytes(StandardCharsets.UTF_8);
            position = 0;
        }
        return position == line.length;
    }
}
