// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A copy of a directory, gone when it is closed. */
record Copy(Path directory) implements AutoCloseable {

    static Copy of(Path original) {
        try {
            var copy = Files.createTempDirectory("thence-replay");
            for (var path : below(original)) {
                var to = copy.resolve(original.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(path, to);
                }
            }
            return new Copy(copy);
        } catch (IOException e) {
            throw new UncheckedIOException("the store " + original.toAbsolutePath() + " cannot be copied", e);
        }
    }

    private static List<Path> below(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            return paths.toList();
        }
    }

    @Override
    public void close() {
        try {
            for (var path : below(directory).stream().sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the copy " + directory + " cannot be deleted", e);
        }
    }
}
