// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file whose room was allocated before, written from start to end and round again: as fast as the disk goes. For one
 * thread at a time.
 */
public final class BareDisk implements AutoCloseable {

    private static final int CHUNK = 1 << 20;

    private final FileChannel channel;
    private final long size;
    private long at;

    /** A file of {@code size} bytes in {@code folder}. */
    public BareDisk(Path folder, long size) throws IOException {
        this.size = size;
        channel = FileChannel.open(
                folder.resolve("bare.bin"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        for (long offset = 0; offset < size; offset += CHUNK) {
            channel.write(ByteBuffer.allocate((int) Math.min(CHUNK, size - offset)), offset);
        }
        channel.force(true);
    }

    /** Writes what remains of {@code bytes}. */
    public void write(ByteBuffer bytes) throws IOException {
        if (at + bytes.remaining() > size) {
            at = 0;
        }
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Waits until what was written is on the device. */
    public void flush() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
