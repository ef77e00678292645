// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.ThenceException;
import io.thence.world.Disk;
import io.thence.world.DiskFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A disk whose calls fail for a while: its files are real ones, those of read models too. */
record SpoiledDisk(Disk whole, AtomicReference<Optional<Failing>> failing) implements Disk {

    /** What fails, and how. */
    interface Failing {
        /** The failure of a call to a file, or a folder; empty if it is made. */
        Optional<ThenceException> at(String call, String name);
    }

    SpoiledDisk(Disk whole) {
        this(whole, new AtomicReference<>(Optional.empty()));
    }

    void fail(Failing with) {
        failing.set(Optional.of(with));
    }

    void mend() {
        failing.set(Optional.empty());
    }

    private void before(String call, String name) {
        failing.get().flatMap(with -> with.at(call, name)).ifPresent(failure -> {
            throw failure;
        });
    }

    @Override
    public DiskFile open(String name, Access access) {
        before("open", name);
        return new Spoiled(this, name, whole.open(name, access));
    }

    @Override
    public List<String> list(String folder) {
        before("list", folder);
        return whole.list(folder);
    }

    @Override
    public void delete(String name) {
        before("delete", name);
        whole.delete(name);
    }

    @Override
    public void flushFolder(String folder) {
        whole.flushFolder(folder);
    }

    @Override
    public void lock() {
        whole.lock();
    }

    @Override
    public String database(String name) {
        return whole.database(name);
    }

    @Override
    public void setAside(String database) {
        whole.setAside(database);
    }

    @Override
    public Optional<String> boot() {
        return whole.boot();
    }

    @Override
    public String place() {
        return whole.place();
    }

    @Override
    public void close() {
        whole.close();
    }

    private record Spoiled(SpoiledDisk disk, String path, DiskFile file) implements DiskFile {
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
            disk.before("write", path);
            file.write(from, at);
        }

        @Override
        public void allocate(long from, long to) {
            disk.before("allocate", path);
            file.allocate(from, to);
        }

        @Override
        public void truncate(long length) {
            file.truncate(length);
        }

        @Override
        public long flush() {
            disk.before("flush", path);
            return file.flush();
        }

        @Override
        public boolean flushed(long ticket) {
            return file.flushed(ticket);
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
