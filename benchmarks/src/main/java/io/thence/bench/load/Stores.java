// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.Origin;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.world.FileDisk;
import io.thence.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The store that is measured, as a user opens it. */
public final class Stores {

    /** Where events of the benchmarks come from. */
    public static final Origin ORIGIN = Origin.of("bench");

    private Stores() {}

    /** The log in {@code directory}; closing it gives the directory free too. */
    public static OpenStore open(World world, Path directory) {
        var disk = new FileDisk(directory);
        try {
            return new OpenStore(LogStore.open(world, disk, LogSettings.DEFAULT), disk);
        } catch (RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    /** Appends, and takes no for an error. */
    public static Appended.Committed append(EventStore store, Append append) {
        if (store.append(append) instanceof Appended.Committed committed) {
            return committed;
        }
        throw new IllegalStateException("an append that nothing stands against was not committed");
    }

    /** These events on no condition. */
    public static Append batch(List<NewEvent> events) {
        return Append.of(events, ORIGIN);
    }

    /** Bytes of the log in {@code directory}. */
    public static long logBytes(Path directory) throws IOException {
        long bytes = 0;
        for (var file : logFiles(directory)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** The files of the log in {@code directory}, in order. */
    public static List<Path> logFiles(Path directory) throws IOException {
        try (var files = Files.list(directory.resolve("log"))) {
            return files.filter(file -> file.toString().endsWith(".segment")).sorted().toList();
        }
    }
}
