// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/** Reads text; bytes that are none in the charset become the marks of {@link RawBytes}. */
final class MarkingReader extends Reader {

    private static final int BUFFER = 64 << 10;
    /** The most bytes that a charset finds wrong at once. */
    private static final int WRONG_MAX = 64;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
    private boolean atEnd;
    private boolean flushed;
    private boolean marked;

    MarkingReader(InputStream in, Charset charset) {
        this.in = in;
        decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Whether there is a mark in what was read; what comes later may be read already. */
    boolean isMarked() {
        return marked;
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!chars.hasRemaining() && !flushed) {
            fill();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(into, from, count);
        return count == 0 ? -1 : count;
    }

    private void fill() throws IOException {
        chars.clear();
        boolean more = true;
        while (more && chars.remaining() > WRONG_MAX) {
            chars.limit(chars.capacity() - WRONG_MAX);
            var result = decoder.decode(bytes, chars, atEnd);
            chars.limit(chars.capacity());
            if (result.isError()) {
                markWrong(result.length());
            } else if (result.isOverflow()) {
                more = false;
            } else if (atEnd) {
                decoder.flush(chars);
                flushed = true;
                more = false;
            } else {
                more = chars.position() == 0;
                refill();
            }
        }
        chars.flip();
    }

    private void markWrong(int wrong) {
        marked = true;
        for (int i = 0; i < wrong; i++) {
            chars.put(RawBytes.mark(bytes.get()));
        }
    }

    private void refill() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        atEnd = read < 0;
        bytes.position(bytes.position() + Math.max(0, read)).flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
