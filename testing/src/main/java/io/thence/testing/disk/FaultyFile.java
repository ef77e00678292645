// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.world.DiskFile;
import java.nio.ByteBuffer;

/** An open file of a {@link FaultyDisk}. */
record FaultyFile(FaultyDisk disk, String name, FileBytes bytes) implements DiskFile {

    @Override
    public long size() {
        return disk.call(Call.SIZE, name, 0, _ -> (long) bytes.length());
    }

    @Override
    public int read(ByteBuffer into, long at) {
        return disk.call(Call.READ, name, at, fault -> {
            if (fault.isPresent() && into.remaining() > 1) {
                int limit = into.limit();
                into.limit(into.position() + disk.some(into.remaining() - 1));
                int n = bytes.read(into, at);
                into.limit(limit);
                return n;
            }
            return bytes.read(into, at);
        });
    }

    @Override
    public void write(ByteBuffer from, long at) {
        int count = from.remaining();
        disk.call(Call.WRITE, name, at, fault -> {
            disk.roomForWrite(this, at + from.remaining());
            if (fault.isPresent()) {
                disk.writeWrongly(fault.get(), this, from, at);
            } else {
                bytes.write(from, at);
            }
            disk.wrote(count);
            return true;
        });
    }

    @Override
    public void allocate(long from, long to) {
        disk.call(Call.ALLOCATE, name, from, fault -> {
            disk.roomToAllocate(this, to, fault.isPresent());
            bytes.allocate(from, to);
            return true;
        });
    }

    @Override
    public void truncate(long length) {
        disk.call(Call.TRUNCATE, name, length, _ -> {
            bytes.truncate(length);
            return true;
        });
    }

    @Override
    public long flush() {
        return 1 + bytes.made();
    }

    /** It happens as late as it may, and saves what was written when it was asked for: no more, and nothing unasked. */
    @Override
    public boolean flushed(long ticket) {
        return ticket == 0 || disk.call(Call.FLUSH, name, 0, fault -> disk.flush(this, ticket - 1, fault));
    }

    @Override
    public void close() {
        disk.closed(this);
        disk.call(Call.CLOSE, name, 0, _ -> true);
    }
}
