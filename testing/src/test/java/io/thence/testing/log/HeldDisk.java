// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.log;

import io.thence.world.Disk;
import io.thence.world.DiskFile;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk whose flushes can be held up: what is written can be read, and is not safe. */
final class HeldDisk implements Disk {
    private final Disk disk;
    volatile boolean held;

    HeldDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public DiskFile open(String name, Access access) {
        return new HeldFile(disk.open(name, access));
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

    private final class HeldFile implements DiskFile {
        private final DiskFile file;

        HeldFile(DiskFile file) {
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
            return !held && file.flushed(ticket);
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
