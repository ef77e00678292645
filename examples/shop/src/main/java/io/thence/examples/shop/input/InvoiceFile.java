// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One invoice file, gzipped or not: which of both its first bytes say, not its name.
 *
 * <ul>
 *   <li>Its header is checked when it is opened; nothing is given out of a file with another one.
 *   <li>Memory is bounded: a line longer than 64 KiB is refused, and only its start is held.
 *   <li>An empty last line is nothing; an empty line elsewhere is refused.
 *   <li>Of a gzip that is cut or corrupt the complete lines are given out, then the cut as one refused line, without a
 *       time, since it is about the file; then {@link #cut} says so.
 * </ul>
 */
public final class InvoiceFile implements Entries {

    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int HEADER_CHARACTERS_SHOWN = 200;

    private final String name;
    private final OptionalLong bytesTotal;
    private final CountedStream stored;
    private final ByteLines lines;
    private final LineParser parser = new LineParser();
    private final int after;
    private int number;
    private boolean cut;

    private InvoiceFile(InvoicePart part, int after, CountedStream stored, ByteLines lines) {
        this.name = part.name();
        this.bytesTotal = part.bytes();
        this.after = after;
        this.number = after;
        this.stored = stored;
        this.lines = lines;
    }

    /** Opens a file. */
    public static InvoiceFile open(Path file) {
        return open(InvoicePart.of(file));
    }

    /**
     * Opens a part of an input on its own.
     *
     * @throws InputRefused.UnknownHeader when it does not start with the known columns
     */
    public static InvoiceFile open(InvoicePart part) {
        return openAfter(1, part);
    }

    /** Opens a part whose first line after the header follows line {@code after} of the input. */
    static InvoiceFile openAfter(int after, InvoicePart part) {
        try {
            var stored = new CountedStream(part.open());
            try {
                var lines = new ByteLines(unpacked(stored));
                checkHeader(part.name(), lines);
                return new InvoiceFile(part, after, stored, lines);
            } catch (EOFException | ZipException brokenOff) {
                stored.close();
                throw new InputRefused.UnknownHeader(part.name(), "a gzip that is cut or corrupt");
            } catch (IOException | RuntimeException e) {
                stored.close();
                throw e;
            }
        } catch (IOException e) {
            throw new InputRefused.Unreadable(part.name(), e);
        }
    }

    private static InputStream unpacked(InputStream stored) throws IOException {
        var in = new BufferedInputStream(stored, BLOCK_BYTES);
        in.mark(2);
        var magic = in.readNBytes(2);
        in.reset();
        boolean gzip = magic.length == 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B;
        return gzip ? new GZIPInputStream(in, BLOCK_BYTES) : in;
    }

    private static void checkHeader(String name, ByteLines lines) throws IOException {
        var found = lines.next();
        var text = new String(lines.line(), StandardCharsets.UTF_8);
        var header = Columns.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        boolean known = found == ByteLines.Found.LINE
                && header.fault().isEmpty()
                && header.values().equals(Column.titles());
        if (!known) {
            throw new InputRefused.UnknownHeader(name, switch (found) {
                case LINE, LONG_LINE -> "'" + Shown.plain(text, HEADER_CHARACTERS_SHOWN) + "'";
                case CUT -> "a gzip that is cut or corrupt";
                case END -> "nothing: it is empty";
            });
        }
    }

    @Override
    public Optional<Entry> next() {
        try {
            return switch (lines.next()) {
                case LINE -> isEmptyEnd() ? Optional.empty() : Optional.of(parser.parse(++number, lines.line()));
                case LONG_LINE -> Optional.of(refused("the line is longer than " + ByteLines.LONGEST + " bytes"));
                case CUT -> Optional.of(cutOff());
                case END -> Optional.empty();
            };
        } catch (IOException e) {
            throw new InputRefused.Unreadable(name, e);
        }
    }

    private boolean isEmptyEnd() throws IOException {
        return lines.line().length == 0 && lines.atEnd();
    }

    private RefusedLine refused(String reason) {
        return parser.refuse(++number, lines.line(), reason);
    }

    private RefusedLine cutOff() {
        cut = true;
        var line = refused("the file is cut after " + (number - after) + " complete lines");
        return new RefusedLine(line.number(), line.text(), line.reason(), Optional.empty());
    }

    /** The number of the line given out last; before that, of the line that the first one follows. */
    int lastNumber() {
        return number;
    }

    @Override
    public boolean cut() {
        return cut;
    }

    @Override
    public long bytesRead() {
        return stored.count();
    }

    @Override
    public OptionalLong bytesTotal() {
        return bytesTotal;
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new InputRefused.Unreadable(name, e);
        }
    }
}
