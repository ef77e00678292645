// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException.DiskFailed;
import io.thence.world.Disk;
import io.thence.world.DiskFile;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** A disk whose files cannot be read once they are closed, and which tells before each reading of which file it is. */
final class ClosingDisk implements Disk {
    private final MemoryDisk disk = new MemoryDisk();
    private Consumer<String> watcher = _ -> {};

    void watch(Consumer<String> other) {
        watcher = other;
    }

    @Override
    public DiskFile open(String name, Access access) {
        return new ClosingFile(disk.open(name, access));
    }

    @Override
    public List<String> list(String folder) {
        return disk.list(folder);
    }

    @Override
    public void delete(String name) {
        disk.delete(name);
    }

    @Override
    public void flushFolder(String folder) {
        disk.flushFolder(folder);
    }

    @Override
    public void lock() {
        disk.lock();
    }

    @Override
    public String database(String name) {
        return disk.database(name);
    }

    @Override
    public void setAside(String database) {
        disk.setAside(database);
    }

    @Override
    public String place() {
        return disk.place();
    }

    @Override
    public void close() {
        disk.close();
    }

    private final class ClosingFile implements DiskFile {
        private final DiskFile file;
        private boolean closed;

        ClosingFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public int read(ByteBuffer into, long at) {
            watcher.accept(name());
            if (closed) {
                throw new DiskFailed(name() + " is closed", new IllegalStateException("closed"));
            }
            return file.read(into, at);
        }

        @Override
        public void write(ByteBuffer from, long at) {
            file.write(from, at);
        }

        @Override
        public void allocate(long from, long to) {
            file.allocate(from, to);
        }

        @Override
        public void truncate(long length) {
            file.truncate(length);
        }

        @Override
        public long flush() {
            return file.flush();
        }

        @Override
        public boolean flushed(long ticket) {
            return file.flushed(ticket);
        }

        @Override
        public void close() {
            closed = true;
            file.close();
        }
    }
}
