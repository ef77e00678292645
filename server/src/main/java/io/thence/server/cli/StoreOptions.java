// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.ThenceException.NoStore;
import io.thence.keep.Backup;
import io.thence.log.LogStore;
import io.thence.server.Operations;
import io.thence.world.FileDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which store is meant. */
final class StoreOptions {

    /** Where applications keep their data when nothing else is said: {@code .thence/NAME}, and folders below it. */
    private static final Path USUAL = Path.of(".thence");

    private static final int DEPTH = 3;

    @Option(names = "--data", paramLabel = "DIR",
            description = "The directory that the application writes to. Default: the only store below .thence/.")
    Optional<Path> data = Optional.empty();

    /** The directory that was named, or the only one. */
    Path directory(Terminal terminal) {
        return data.orElseGet(() -> onlyOne(terminal));
    }

    Operations open(Terminal terminal) {
        return Operations.on(directory(terminal));
    }

    private static Path onlyOne(Terminal terminal) {
        var found = stores();
        if (found.isEmpty()) {
            throw new NoStore("there is no store below " + USUAL.toAbsolutePath()
                    + ": name the directory that the application writes to with --data DIR");
        }
        if (found.size() > 1) {
            throw new NoStore("there are " + found.size() + " stores below " + USUAL.toAbsolutePath()
                    + ": name one of them with --data DIR:\n"
                    + found.stream().map(path -> "  " + path).collect(Collectors.joining("\n")));
        }
        terminal.say("store " + found.getFirst());
        return found.getFirst();
    }

    /** Whether it is a store; its folder of keys has a log too, and is no store of its own. */
    private static boolean hasLog(Path folder) {
        var disk = new FileDisk(folder);
        return LogStore.isOn(disk) && !Backup.isOn(disk);
    }

    private static List<Path> stores() {
        if (!Files.isDirectory(USUAL)) {
            return List.of();
        }
        try (var folders = Files.walk(USUAL, DEPTH)) {
            return folders.filter(StoreOptions::hasLog).filter(folder -> !hasLog(folder.resolveSibling("")))
                    .sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
