// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.world.Disk;
import io.thence.world.DiskFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A disk whose lock is taken already, for a store that is closed and opened anew while nobody else may come to it.
 *
 * @param whole the disk; closing this one does not close it
 */
record LockedDisk(Disk whole) implements Disk {

    static LockedDisk take(Disk disk) {
        disk.lock();
        return new LockedDisk(disk);
    }

    @Override
    public DiskFile open(String name, Access access) {
        return whole.open(name, access);
    }

    @Override
    public List<String> list(String folder) {
        return whole.list(folder);
    }

    @Override
    public void delete(String name) {
        whole.delete(name);
    }

    @Override
    public void flushFolder(String folder) {
        whole.flushFolder(folder);
    }

    @Override
    public void lock() {}

    @Override
    public String database(String name) {
        return whole.database(name);
    }

    @Override
    public void setAside(String database) {
        whole.setAside(database);
    }

    @Override
    public Disk elsewhere(String directory) {
        return whole.elsewhere(directory);
    }

    @Override
    public Optional<String> boot() {
        return whole.boot();
    }

    @Override
    public OptionalLong freeBytes() {
        return whole.freeBytes();
    }

    @Override
    public String place() {
        return whole.place();
    }

    @Override
    public void close() {}
}
