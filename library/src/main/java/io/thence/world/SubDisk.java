// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A folder of a disk as a disk of its own, for a second store beside the first. The right to write to it comes with the
 * right to the whole, which is taken first; closing it closes nothing. Its files say their names on the whole disk, for
 * messages.
 *
 * @param whole  the disk
 * @param folder the folder's name
 */
public record SubDisk(Disk whole, String folder) implements Disk {

    private String path(String name) {
        return folder + "/" + name;
    }

    @Override
    public DiskFile open(String name, Access access) {
        return whole.open(path(name), access);
    }

    @Override
    public List<String> list(String inner) {
        return whole.list(path(inner));
    }

    @Override
    public void delete(String name) {
        whole.delete(path(name));
    }

    @Override
    public void flushFolder(String inner) {
        whole.flushFolder(path(inner));
        whole.flushFolder(folder); // where the inner folder has its name
    }

    @Override
    public void lock() {}

    @Override
    public String database(String name) {
        return whole.database(folder + "-" + name);
    }

    @Override
    public void setAside(String database) {
        whole.setAside(folder + "-" + database);
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
        return whole.place() + "/" + folder;
    }

    @Override
    public void close() {}
}
