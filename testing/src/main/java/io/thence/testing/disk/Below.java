// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.world.Disk;
import io.thence.world.DiskFile;
import java.util.List;

/** A directory below that of a disk: the same power, and the same faults. */
record Below(Disk disk, String folder) implements Disk {

    @Override
    public DiskFile open(String name, Access access) {
        return disk.open(folder + "/" + name, access);
    }

    @Override
    public List<String> list(String below) {
        return disk.list(folder + "/" + below);
    }

    @Override
    public void delete(String name) {
        disk.delete(folder + "/" + name);
    }

    @Override
    public void flushFolder(String below) {
        disk.flushFolder(folder + "/" + below);
    }

    @Override
    public void lock() {}

    @Override
    public String database(String name) {
        return disk.database(folder + "-" + name);
    }

    @Override
    public void setAside(String database) {
        disk.setAside(database);
    }

    @Override
    public String place() {
        return disk.place() + "/" + folder;
    }

    @Override
    public void close() {}
}
