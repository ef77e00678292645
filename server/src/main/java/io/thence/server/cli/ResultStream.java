// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Standard output whose failures are not swallowed by the writers above it. */
final class ResultStream extends OutputStream {

    private final OutputStream out;

    ResultStream(OutputStream out) {
        this.out = out;
    }

    /** Results cannot be written. */
    static final class Failed extends UncheckedIOException {
        private static final long serialVersionUID = 1L;

        private final String why;

        Failed(IOException cause) {
            super(cause);
            why = String.valueOf(cause.getMessage());
        }

        String why() {
            return why;
        }

        /** Whether the reader has had enough, as {@code head} has: nothing is wrong then. */
        boolean readerLeft() {
            return why.toLowerCase(Locale.ROOT).contains("pipe");
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            throw new Failed(e);
        }
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new Failed(e);
        }
    }
}
