// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Files read from start to end by positional reads, with a checksum over all bytes and nothing else. */
public final class BareReading implements AutoCloseable {

    private static final int BUFFER = 256 << 10;

    private final List<FileChannel> files = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final CRC32C checksum = new CRC32C();
    private long bytes;

    /** Of these files. */
    public BareReading(List<Path> paths) throws IOException {
        for (var path : paths) {
            files.add(FileChannel.open(path, StandardOpenOption.READ));
            bytes += files.getLast().size();
        }
    }

    /** How many bytes there are. */
    public long bytes() {
        return bytes;
    }

    /** Reads them all; their checksum. */
    public long readAll() throws IOException {
        checksum.reset();
        for (var file : files) {
            long at = 0;
            int read = file.read(buffer.clear(), at);
            while (read > 0) {
                checksum.update(buffer.flip());
                at += read;
                read = file.read(buffer.clear(), at);
            }
        }
        return checksum.getValue();
    }

    @Override
    public void close() throws IOException {
        for (var file : files) {
            file.close();
        }
    }
}
