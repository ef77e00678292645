// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.demo;

import io.thence.world.FileDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The directory in which a demo keeps its events and read models. */
record DataDirectory(Path path) {

    /** Everything that stands in such a directory: a directory with anything else is never deleted. */
    private static final Set<String> CONTENT = Set.of("log", "views", "lock");

    /** The directory of an input, below the working directory. */
    static DataDirectory of(String input) {
        return new DataDirectory(Path.of(".thence", input));
    }

    /** Refuses what is no directory. */
    void check(CommandSpec command) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new ParameterException(command.commandLine(), path + " is no directory: name one by --data");
        }
    }

    /** Empties it, if nothing but a demo's data is in it and nobody writes to it. */
    void clear(CommandSpec command) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (var files = Files.list(path)) {
            var strange = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !CONTENT.contains(name)).sorted().findFirst();
            if (strange.isPresent()) {
                throw new ParameterException(command.commandLine(), "--fresh would delete " + path.toAbsolutePath()
                        + ", but '" + strange.get() + "' in it is not Thence's: name another directory by --data");
            }
        }
        try (var disk = new FileDisk(path)) {
            disk.lock(); // nobody else writes here meanwhile
            try (var files = Files.walk(path)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    if (!file.equals(path.resolve("lock"))) {
                        Files.delete(file);
                    }
                }
            }
        }
    }
}
