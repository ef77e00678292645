// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where real data lie. None of it is part of the project. */
public final class DataSets {

    /** The system property that names the folder of data sets. */
    public static final String PROPERTY = "thence.datasets";

    /** The environment variable that names it where the property does not. */
    public static final String VARIABLE = "THENCE_DATASETS";

    private DataSets() {}

    /** The folder of data sets; it need not exist. */
    public static Path folder() {
        return Path.of(Optional.ofNullable(System.getProperty(PROPERTY))
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .orElse("../shared/data"));
    }

    /** A sentence for a person if one of these files is not there. */
    public static Optional<String> missing(List<String> files) {
        return files.stream().map(folder()::resolve).filter(Files::notExists).findFirst()
                .map(file -> file.toAbsolutePath().normalize() + " is missing: name the folder of data sets by "
                        + VARIABLE);
    }
}
