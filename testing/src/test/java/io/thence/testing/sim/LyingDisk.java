// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.world.Disk;
import io.thence.world.DiskFile;
import java.nio.ByteBuffer;
import java.util.List;

/** A planted bug: it says that a flush is done as soon as it is asked for, so commands are acknowledged before. */
record LyingDisk(Disk disk) implements Disk {

    @Override
    public DiskFile open(String name, Access access) {
        return new LyingFile(disk.open(name, access));
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

    private record LyingFile(DiskFile file) implements DiskFile {

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
            return true;
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
