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

    private final Path usual;

    StoreOptions() {
        this(USUAL);
    }

    /** Where one is looked for that is not named. */
    StoreOptions(Path usual) {
        this.usual = usual;
    }

    @Option(names = "--data", paramLabel = "DIR",
            description = "The directory that the application writes to. Default: the only store below .thence/.")
    Optional<Path> data = Optional.empty();

    /** The directory that was named, or the only one, which is said once. */
    Path directory(Terminal terminal) {
        data = data.or(() -> Optional.of(onlyOne(terminal)));
        return data.get();
    }

    Operations open(Terminal terminal) {
        return Operations.on(directory(terminal));
    }

    private Path onlyOne(Terminal terminal) {
        var found = stores();
        if (found.isEmpty()) {
            throw new NoStore("there is no store below " + usual.toAbsolutePath()
                    + ": name the directory that the application writes to with --data DIR");
        }
        if (found.size() > 1) {
            throw new NoStore("there are " + found.size() + " stores below " + usual.toAbsolutePath()
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

    private List<Path> stores() {
        if (!Files.isDirectory(usual)) {
            return List.of();
        }
        try (var folders = Files.walk(usual, DEPTH)) {
            return folders.filter(StoreOptions::hasLog).filter(folder -> !hasLog(folder.resolveSibling("")))
                    .sorted().toList();
        } catch (IOException | UncheckedIOException e) { // keys may be read by their owner alone
            throw new NoStore("cannot look for stores below " + usual.toAbsolutePath() + " (" + e.getMessage()
                    + "): name one with --data DIR");
        }
    }
}
