// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.world.Disk;
import io.thence.world.DiskFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A disk that hands everything on to another, but {@link #elsewhere}; a test overrides what is to be otherwise. */
public interface PassingDisk extends Disk {

    /** The other. */
    Disk disk();

    @Override
    default DiskFile open(String name, Access access) {
        return disk().open(name, access);
    }

    @Override
    default List<String> list(String folder) {
        return disk().list(folder);
    }

    @Override
    default void delete(String name) {
        disk().delete(name);
    }

    @Override
    default void flushFolder(String folder) {
        disk().flushFolder(folder);
    }

    @Override
    default void lock() {
        disk().lock();
    }

    @Override
    default String database(String name) {
        return disk().database(name);
    }

    @Override
    default void setAside(String database) {
        disk().setAside(database);
    }

    @Override
    default Optional<String> boot() {
        return disk().boot();
    }

    @Override
    default OptionalLong freeBytes() {
        return disk().freeBytes();
    }

    @Override
    default String place() {
        return disk().place();
    }

    @Override
    default void close() {
        disk().close();
    }
}
