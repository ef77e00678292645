// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.ThenceException.DiskFull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A file of the file system. Its flush is done when {@link #flush} returns: the caller waits for the device there.
 *
 * <p>It is read through a channel of its own: Java closes a channel when a thread is interrupted that reads from it,
 * and neither the writer nor other readers shall suffer from that. The reader's channel is opened again.
 */
final class OpenFile implements DiskFile {

    private static final int ZEROS = 64 * 1024;

    private final String name;
    private final Path path;
    private final FileChannel channel;
    private final AtomicReference<FileChannel> reader;
    private volatile boolean closed;

    /** A file that is only read has one channel. */
    static OpenFile reading(String name, Path path) throws IOException {
        var channel = FileChannel.open(path, StandardOpenOption.READ);
        return new OpenFile(name, path, channel, channel);
    }

    private OpenFile(String name, Path path, FileChannel channel, FileChannel reader) {
        this.name = name;
        this.path = path;
        this.channel = channel;
        this.reader = new AtomicReference<>(reader);
    }

    OpenFile(String name, Path path, FileChannel channel) throws IOException {
        this.name = name;
        this.path = path;
        this.channel = channel;
        try {
            reader = new AtomicReference<>(FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException e) {
            channel.close(); // the process may be out of handles: this one is not wanted
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        try {
            return uninterrupted(FileChannel::size);
        } catch (IOException e) {
            throw FileDisk.failed("measure", path, e);
        }
    }

    @Override
    public int read(ByteBuffer into, long at) {
        int start = into.position();
        try {
            return Math.max(0, uninterrupted(from -> from.read(into.position(start), at)));
        } catch (IOException e) {
            throw FileDisk.failed("read", path, e);
        }
    }

    private interface Reading<T> {
        T from(FileChannel channel) throws IOException;
    }

    /** Reads; again, when an interrupt of this thread or of another has closed the channel meanwhile. */
    private <T> T uninterrupted(Reading<T> reading) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                var from = reader.get();
                try {
                    return reading.from(from);
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    if (closed) {
                        throw e;
                    }
                    reopen(from);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reopen(FileChannel broken) throws IOException {
        var fresh = FileChannel.open(path, StandardOpenOption.READ);
        if (!reader.compareAndSet(broken, fresh) || closed) {
            fresh.close();
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
        } catch (IOException e) {
            giveBack(from);
            throw new DiskFull("no room for " + (to - from) + " bytes more in " + path + " (" + e
                    + "): free some, or check the disk, then send again", e);
        }
        try {
            channel.force(true);
        } catch (IOException e) {
            throw FileDisk.failed("flush", path, e);
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
        closed = true;
        try (channel) {
            reader.get().close();
        } catch (IOException e) {
            throw FileDisk.failed("close", path, e);
        }
    }
}
