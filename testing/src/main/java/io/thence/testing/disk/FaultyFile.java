// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.world.DiskFile;
import java.nio.ByteBuffer;

/** An open file of a {@link FaultyDisk}. */
record FaultyFile(FaultyDisk disk, String name, FileBytes bytes) implements DiskFile {

    @Override
    public long size() {
        return disk.working(bytes::length);
    }

    @Override
    public int read(ByteBuffer into, long at) {
        return disk.working(() -> bytes.read(into, at));
    }

    @Override
    public void write(ByteBuffer from, long at) {
        disk.working(() -> {
            disk.change();
            if (!disk.hasRoom(Math.max(0, at + from.remaining() - bytes.length()))) {
                throw new DiskFailed("cannot write " + name, new IllegalStateException("no room was made for it"));
            }
            disk.wrote(from.remaining());
            bytes.write(from, at);
            return true;
        });
    }

    @Override
    public void allocate(long from, long to) {
        disk.working(() -> {
            disk.change();
            if (!disk.hasRoom(Math.max(0, to - bytes.length()))) {
                throw new DiskFull("no room in " + name, new IllegalStateException("full"));
            }
            bytes.allocate(from, to);
            return true;
        });
    }

    @Override
    public void truncate(long length) {
        disk.working(() -> {
            disk.change();
            bytes.truncate(length);
            return true;
        });
    }

    @Override
    public long flush() {
        disk.flush(bytes, name);
        return 0;
    }

    @Override
    public boolean flushed(long ticket) {
        return true;
    }

    @Override
    public void close() {}
}
