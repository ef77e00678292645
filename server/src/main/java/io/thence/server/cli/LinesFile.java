// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of events, one to a line, that is gone on with after its last whole line. */
final class LinesFile implements AutoCloseable {

    private static final int WINDOW = 64 << 10;
    private static final int BUFFER = 256 << 10;

    private final FileChannel channel;
    private final PrintWriter writer;
    private final long last;

    private LinesFile(FileChannel channel, long last) {
        this.channel = channel;
        this.last = last;
        writer = new PrintWriter(new BufferedOutputStream(new ResultStream(Channels.newOutputStream(channel)), BUFFER),
                false, StandardCharsets.UTF_8);
    }

    /** Opens a file, or makes it; a piece of a line at its end is cut. */
    static LinesFile open(Path path, LineFormat format) throws IOException {
        var channel = channel(path);
        try {
            long end = lineEnd(channel, channel.size());
            channel.truncate(end);
            long last = end == 0 ? 0 : position(line(channel, lineEnd(channel, end - 1), end), path, format);
            channel.position(end);
            return new LinesFile(channel, last);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel channel(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (FileSystemException e) {
            throw new BadRequest("cannot write " + path + " (" + e + "): give a file in a directory that is there and"
                    + " can be written to");
        }
    }

    /** Where the last line ends that ends at {@code before} or earlier. */
    private static long lineEnd(FileChannel channel, long before) throws IOException {
        for (long to = before; to > 0; ) {
            long from = Math.max(0, to - WINDOW);
            var bytes = ByteBuffer.allocate((int) (to - from));
            channel.read(bytes, from);
            for (int i = bytes.position() - 1; i >= 0; i--) {
                if (bytes.get(i) == '\n') {
                    return from + i + 1;
                }
            }
            to = from;
        }
        return 0;
    }

    private static byte[] line(FileChannel channel, long from, long to) throws IOException {
        var bytes = ByteBuffer.allocate((int) (to - from));
        channel.read(bytes, from);
        return bytes.array();
    }

    private static long position(byte[] line, Path path, LineFormat format) {
        try {
            var json = Json.tree(line, "a line");
            long position = json.path("position").asLong(0);
            if (position > 0 && format.isOf(json)) {
                return position;
            }
        } catch (Undecodable _) {
            // Then it is another file.
        }
        throw new BadRequest(path + " is there already, and its last line is no event in this format: give another"
                + " file");
    }

    /** The position of the last event that is there; 0 if there is none. */
    long last() {
        return last;
    }

    PrintWriter writer() {
        return writer;
    }

    @Override
    public void close() throws IOException {
        writer.flush();
        channel.close();
    }
}
