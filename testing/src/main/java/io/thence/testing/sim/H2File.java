// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;

/**
 * An open file of H2 on a {@link SimulatedDisk}. When H2 writes what is no part of a trace: it looks at real clocks.
 */
final class H2File extends FileBaseDefault {

    private final Content content;
    private final SimulatedDisk disk;
    private final int life;

    H2File(Content content, SimulatedDisk disk, int life) {
        this.content = content;
        this.disk = disk;
        this.life = life;
    }

    private Content live() throws IOException {
        if (life != disk.life()) {
            throw new ClosedChannelException();
        }
        return content;
    }

    @Override
    public long size() throws IOException {
        return live().now().length();
    }

    @Override
    public synchronized int read(ByteBuffer into, long at) throws IOException {
        int n = live().now().read(into, at);
        return n == 0 && into.hasRemaining() ? -1 : n;
    }

    @Override
    public synchronized int write(ByteBuffer from, long at) throws IOException {
        var bytes = new byte[from.remaining()];
        from.get(bytes);
        live().write(bytes, Math.toIntExact(at));
        return bytes.length;
    }

    @Override
    protected void implTruncate(long length) throws IOException {
        live().truncate(Math.toIntExact(length));
    }

    @Override
    public void force(boolean metaData) throws IOException {
        live().flushed(content.flush(disk.world().nanos()), disk.world().nanos());
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        return new FileLock(this, position, size, shared) {
            @Override
            public boolean isValid() {
                return true;
            }

            @Override
            public void release() {}
        };
    }
}
