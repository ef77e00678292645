// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.ThenceException.BadRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A directory of files: all storage goes through here. Names are relative, with {@code /} between folders.
 *
 * <p>What it promises: a file's bytes survive a crash once {@link DiskFile#flush} has succeeded after they were
 * written; a file's being there or gone survives once {@link #flushFolder} has succeeded after that. Anything else may
 * or may not survive, in any order.
 *
 * <p>Failures are {@link io.thence.ThenceException.DiskFailed}, or {@link io.thence.ThenceException.DiskFull} where
 * room was asked for.
 */
public interface Disk extends AutoCloseable {

    /** The folder in which derived databases lie. */
    String DATABASES = "views";

    /** How the name of a derived database's file ends; before it comes that of the database. */
    String DATABASE_FILE = ".mv.db";

    /** How a file is opened. */
    enum Access {
        /** It must not be there yet. */
        CREATE,
        /** It must be there. */
        WRITE,
        /** It must be there. */
        READ
    }

    /** Opens a file; its folder is made if it is missing and the access writes. */
    DiskFile open(String name, Access access);

    /** The names of the files in a folder, sorted, without the folder; empty if there is no such folder. */
    List<String> list(String folder);

    /** Removes a file; nothing if it is not there. */
    void delete(String name);

    /** Makes the folder's list of files survive a crash. */
    void flushFolder(String folder);

    /**
     * Takes the right to write to this directory, until the disk is closed.
     *
     * @throws io.thence.ThenceException.InUse if another process or opening has it
     */
    void lock();

    /** The JDBC address of a derived database that lives here. */
    String database(String name);

    /** Moves a derived database out of the way, so that the next opening finds none. */
    void setAside(String database);

    /**
     * Another directory.
     *
     * @param directory its name, as this one sees it
     * @throws io.thence.ThenceException.BadRequest if there is none beside this one
     */
    default Disk elsewhere(String directory) {
        throw new BadRequest(place() + " has no other directory beside it, such as " + directory);
    }

    /**
     * What names the time since the machine that the files are on was last started: under another one, what was written
     * and not flushed may be lost, in any order. Under the same one only processes have ended. Empty if nobody can say.
     */
    default Optional<String> boot() {
        return Optional.empty();
    }

    /** How many bytes more may be written, as far as is known; empty if nobody can say. */
    default OptionalLong freeBytes() {
        return OptionalLong.empty();
    }

    /** Where this is, for messages. */
    String place();

    @Override
    void close();
}
