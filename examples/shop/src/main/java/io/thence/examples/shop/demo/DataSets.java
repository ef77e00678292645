// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.demo;

import java.nio.file.Path;
import java.util.Optional;

/** Where real data lie. */
final class DataSets {

    /** The system property that names the folder of data sets. */
    static final String PROPERTY = "thence.datasets";

    /** The environment variable that names it where the property does not. */
    static final String VARIABLE = "THENCE_DATASETS";

    private DataSets() {}

    /** The folder of data sets; it need not exist. */
    static Path folder() {
        return Path.of(Optional.ofNullable(System.getProperty(PROPERTY))
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .orElse("../shared/data"));
    }

    /** The folder where downloads are kept for all runs of a user. */
    static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).filter(text -> !text.isEmpty()).map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("thence").resolve("retail");
    }
}
