// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.ThenceException.BadRequest;
import java.util.List;

/**
 * A folder of a disk as a disk of its own, for files. Who has locked the disk has the folder too, so its lock does
 * nothing, and closing it leaves the disk open.
 *
 * @param disk   the whole
 * @param folder the folder's name
 */
public record FolderDisk(Disk disk, String folder) implements Disk {

    private String of(String name) {
        return folder + "/" + name;
    }

    @Override
    public DiskFile open(String name, Access access) {
        return disk.open(of(name), access);
    }

    @Override
    public List<String> list(String inner) {
        return disk.list(of(inner));
    }

    @Override
    public void delete(String name) {
        disk.delete(of(name));
    }

    @Override
    public void flushFolder(String inner) {
        disk.flushFolder(of(inner));
    }

    @Override
    public void lock() {}

    @Override
    public String database(String name) {
        throw new BadRequest("derived databases lie in " + disk.place() + ", not in its folder " + folder);
    }

    @Override
    public void setAside(String database) {
        throw new BadRequest("derived databases lie in " + disk.place() + ", not in its folder " + folder);
    }

    @Override
    public String place() {
        return disk.place() + "/" + folder;
    }

    @Override
    public void close() {}
}
