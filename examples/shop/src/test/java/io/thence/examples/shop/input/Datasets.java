// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Finds the real data, which is no part of the project; a test that needs it is left out where it is missing. */
public final class Datasets {

    public static final Path FOLDER = folder();
    public static final Path DECEMBER = FOLDER.resolve("retail/december-2010.csv.gz");
    public static final Path YEAR = FOLDER.resolve("retail/online-retail.csv.gz");
    public static final Path BY_DAY = FOLDER.resolve("retail/by-day");

    private Datasets() {}

    public static Path need(Path file) {
        if (Files.notExists(file)) {
            var reason = "left out: " + file + " is missing (set THENCE_DATASETS to the folder of data sets)";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        return file;
    }

    private static Path folder() {
        return Optional.ofNullable(System.getProperty("thence.datasets"))
                .or(() -> Optional.ofNullable(System.getenv("THENCE_DATASETS")))
                .map(Path::of)
                .orElseGet(() -> repository().resolve("../shared/data"))
                .toAbsolutePath()
                .normalize();
    }

    private static Path repository() {
        var here = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        for (var folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("thence"))) {
                return folder;
            }
        }
        return here;
    }
}
