// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.testing.disk.PassingDisk;
import io.thence.testing.disk.PassingFile;
import io.thence.world.Disk;
import io.thence.world.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A disk whose writes reach the disk below when they are flushed: a kill of the process takes all others with it, as a
 * power failure does, and may tear what is being flushed. It may be full for a while; then no file grows.
 */
final class VolatileDisk implements PassingDisk {

    private final Disk disk;
    private final ConcurrentHashMap<String, Unflushed> unflushed = new ConcurrentHashMap<>();
    private volatile boolean full;

    VolatileDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Disk disk() {
        return disk;
    }

    void full(boolean isFull) {
        full = isFull;
    }

    @Override
    public OptionalLong freeBytes() {
        return full ? OptionalLong.of(0) : disk.freeBytes();
    }

    @Override
    public DiskFile open(String name, Access access) {
        return new VolatileFile(disk.open(name, access), access,
                unflushed.computeIfAbsent(name, _ -> new Unflushed()));
    }

    @Override
    public void delete(String name) {
        unflushed.remove(name);
        disk.delete(name);
    }

    private record Write(long at, byte[] bytes) {
        long end() {
            return at + bytes.length;
        }
    }

    /** What was written to a file since its last flush, whoever has it open. */
    private static final class Unflushed {
        private final ReentrantLock lock = new ReentrantLock();
        private final List<Write> writes = new ArrayList<>();
    }

    /** An open file. */
    private final class VolatileFile implements PassingFile {

        private final DiskFile file;
        private final Access access;
        private final Unflushed own;

        VolatileFile(DiskFile file, Access access, Unflushed own) {
            this.file = file;
            this.access = access;
            this.own = own;
        }

        @Override
        public DiskFile file() {
            return file;
        }

        @Override
        public long size() {
            own.lock.lock();
            try {
                return own.writes.stream().mapToLong(Write::end).reduce(file.size(), Math::max);
            } finally {
                own.lock.unlock();
            }
        }

        @Override
        public int read(ByteBuffer into, long at) {
            own.lock.lock();
            try {
                if (own.writes.isEmpty()) {
                    return file.read(into, at);
                }
                var bytes = new byte[Math.clamp(size() - at, 0, into.remaining())];
                var below = ByteBuffer.wrap(bytes);
                int last = 1;
                while (below.hasRemaining() && last > 0) {
                    last = file.read(below, at + below.position());
                }
                for (var write : own.writes) {
                    int from = Math.clamp(write.at() - at, 0, bytes.length);
                    int to = Math.clamp(write.end() - at, 0, bytes.length);
                    if (from < to) {
                        System.arraycopy(write.bytes(), (int) (at + from - write.at()), bytes, from, to - from);
                    }
                }
                into.put(bytes);
                return bytes.length;
            } finally {
                own.lock.unlock();
            }
        }

        @Override
        public void write(ByteBuffer from, long at) {
            if (full && at + from.remaining() > size()) {
                throw new DiskFailed("cannot write " + name() + ": it is a test's, and full",
                        new IOException("No space left on device"));
            }
            var bytes = new byte[from.remaining()];
            from.get(bytes);
            own.lock.lock();
            try {
                own.writes.add(new Write(at, bytes));
            } finally {
                own.lock.unlock();
            }
        }

        @Override
        public void allocate(long from, long to) {
            if (full) {
                throw new DiskFull("no room for " + (to - from) + " bytes more in " + name() + ": free some",
                        new IOException("No space left on device"));
            }
            file.allocate(from, to);
        }

        private void handDown() {
            own.lock.lock();
            try {
                own.writes.forEach(write -> file.write(ByteBuffer.wrap(write.bytes()), write.at()));
                own.writes.clear();
            } finally {
                own.lock.unlock();
            }
        }

        @Override
        public void truncate(long length) {
            handDown();
            file.truncate(length);
        }

        @Override
        public long flush() {
            handDown();
            return file.flush();
        }

        /** The machine has what a process wrote that goes on; who only reads leaves it to who writes. */
        @Override
        public void close() {
            if (access != Access.READ) {
                handDown();
            }
            file.close();
        }
    }
}
