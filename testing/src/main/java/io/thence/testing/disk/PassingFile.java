// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.world.DiskFile;
import java.nio.ByteBuffer;

/** A file that hands everything on to another; a test overrides what is to be otherwise. */
public interface PassingFile extends DiskFile {

    /** The other. */
    DiskFile file();

    @Override
    default String name() {
        return file().name();
    }

    @Override
    default long size() {
        return file().size();
    }

    @Override
    default int read(ByteBuffer into, long at) {
        return file().read(into, at);
    }

    @Override
    default void write(ByteBuffer from, long at) {
        file().write(from, at);
    }

    @Override
    default void allocate(long from, long to) {
        file().allocate(from, to);
    }

    @Override
    default void truncate(long length) {
        file().truncate(length);
    }

    @Override
    default long flush() {
        return file().flush();
    }

    @Override
    default boolean flushed(long ticket) {
        return file().flushed(ticket);
    }

    @Override
    default void close() {
        file().close();
    }
}
