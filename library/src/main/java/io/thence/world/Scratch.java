// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;

/**
 * A directory among the temporary ones of this machine ({@code java.io.tmpdir}), made when something is written and
 * deleted at the end, also by a signal.
 */
public final class Scratch implements AutoCloseable {

    private final Path folder = Path.of(System.getProperty("java.io.tmpdir"), "thence-" + UUID.randomUUID());
    private final Disk disk = FileDisk.forOwner(folder);
    private final Thread hook = new Thread(this::delete, "deletes " + folder);

    /** A directory that is not there yet. */
    public Scratch() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** Files in it that only their owner may read. */
    public Disk disk() {
        return disk;
    }

    private void delete() {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.getLogger(Scratch.class.getName()).log(System.Logger.Level.WARNING,
                    folder + " is left over, and may be deleted: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            return; // it runs
        }
        delete();
    }
}
