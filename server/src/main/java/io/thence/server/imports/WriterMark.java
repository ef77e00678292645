// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.Lineage;
import io.thence.ThenceException.BadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file beside the one for bad lines that says into which store the import goes that writes there. It is there from
 * before the first of them until the import is done, and stays of one that was killed: only a run into that store may
 * cut what was left, which nobody else has written after. For one thread.
 */
final class WriterMark {

    private final Path path;
    private final Path marked;
    private final byte[] owner;

    /** The mark beside {@code marked} of an import into a store. */
    WriterMark(Path marked, Lineage store) {
        this.marked = marked;
        path = marked.resolveSibling(marked.getFileName() + ".writing");
        owner = (store + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Whether a run into this store has left it.
     *
     * @throws BadRequest if one into another store has, or is doing so
     */
    boolean isSet() throws IOException {
        byte[] there;
        try {
            there = Files.readAllBytes(path);
        } catch (NoSuchFileException _) {
            return false;
        }
        if (!Arrays.equals(there, owner)) {
            throw new BadRequest(marked + " is written to by an import into another store, or was when that was killed,"
                    + " as " + path + " says: run that one to its end first, or give another file. If that store is no"
                    + " more, delete " + path);
        }
        return true;
    }

    /**
     * Sets it.
     *
     * @throws BadRequest as {@link #isSet}
     */
    void set() throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(owner));
            channel.force(true);
        } catch (FileAlreadyExistsException _) {
            isSet();
        }
    }

    /** Takes it away. */
    void clear() throws IOException {
        Files.deleteIfExists(path);
    }
}
