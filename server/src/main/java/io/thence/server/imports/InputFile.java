// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.ThenceException.BadRequest;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;

/** A file, or standard input, whose text is read; gzipped or not, which its first bytes say. */
public final class InputFile implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final long bytes;
    private final Charset charset;
    private final Counted counted;
    private final MarkingReader marking;
    private final BufferedReader reader;

    private InputFile(InputStream in, long bytes, Charset charset) throws IOException {
        this.bytes = bytes;
        this.charset = charset;
        counted = new Counted(in);
        var buffered = new BufferedInputStream(counted, BUFFER);
        buffered.mark(2);
        boolean zipped = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        marking = new MarkingReader(zipped ? new GZIPInputStream(buffered, BUFFER) : buffered, charset);
        reader = new BufferedReader(marking, BUFFER);
    }

    /** Opens a file. */
    public static InputFile open(Path file, Charset charset) {
        try {
            return new InputFile(Files.newInputStream(file), Files.size(file), charset);
        } catch (IOException e) {
            throw new BadRequest("cannot read " + file + " (" + e + "): check the name");
        }
    }

    /** Reads a stream whose length is not known. */
    public static InputFile of(InputStream in, Charset charset) {
        try {
            return new InputFile(in, 0, charset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its text; bytes that are none in its charset are the marks of {@link RawBytes}. */
    BufferedReader reader() {
        return reader;
    }

    Charset charset() {
        return charset;
    }

    /** What is wrong with a text of it that has bytes which are no text in its charset. */
    Optional<String> wrongBytes(String text) {
        var raw = marking.isMarked() ? RawBytes.first(text) : OptionalInt.empty();
        return raw.isEmpty() ? Optional.empty()
                : Optional.of("byte 0x%02X in it is no %s: if it is another charset, say which with --encoding"
                        .formatted(raw.getAsInt(), charset));
    }

    long bytesRead() {
        return counted.count;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = in.read(bytes, from, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
