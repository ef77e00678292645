// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.ThenceException.DiskFull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file of the file system. Its flush is done when {@link #flush} returns: the caller waits for the device there. */
final class OpenFile implements DiskFile {

    private static final int ZEROS = 64 * 1024;

    private final String name;
    private final Path path;
    private final FileChannel channel;

    OpenFile(String name, Path path, FileChannel channel) {
        this.name = name;
        this.path = path;
        this.channel = channel;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw FileDisk.failed("measure", path, e);
        }
    }

    @Override
    public int read(ByteBuffer into, long at) {
        int total = 0;
        try {
            while (into.hasRemaining()) {
                int n = channel.read(into, at + total);
                if (n < 0) {
                    break;
                }
                total += n;
            }
            return total;
        } catch (IOException e) {
            throw FileDisk.failed("read", path, e);
        }
    }

    @Override
    public void write(ByteBuffer from, long at) {
        try {
            writeAll(from, at);
        } catch (IOException e) {
            throw FileDisk.failed("write", path, e);
        }
    }

    private void writeAll(ByteBuffer from, long at) throws IOException {
        long next = at;
        while (from.hasRemaining()) {
            next += channel.write(from, next);
        }
    }

    @Override
    public void allocate(long from, long to) {
        try {
            var zeros = ByteBuffer.allocateDirect(ZEROS);
            for (long at = from; at < to; at += ZEROS) {
                zeros.clear().limit((int) Math.min(ZEROS, to - at));
                writeAll(zeros, at);
            }
            channel.force(true);
        } catch (IOException e) {
            giveBack(from);
            throw new DiskFull("no room for " + (to - from) + " bytes more in " + path + " (" + e.getMessage()
                    + "): free some, then send again", e);
        }
    }

    private void giveBack(long length) {
        try {
            channel.truncate(length);
        } catch (IOException _) {
            // The room stays with the file, as zeros: harmless.
        }
    }

    @Override
    public void truncate(long length) {
        try {
            channel.truncate(length);
        } catch (IOException e) {
            throw FileDisk.failed("truncate", path, e);
        }
    }

    @Override
    public long flush() {
        try {
            channel.force(false);
            return 0;
        } catch (IOException e) {
            throw FileDisk.failed("flush", path, e);
        }
    }

    @Override
    public boolean flushed(long ticket) {
        return true;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw FileDisk.failed("close", path, e);
        }
    }
}
