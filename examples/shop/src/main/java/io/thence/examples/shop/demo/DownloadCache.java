// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.demo;

import java.nio.file.Path;
import java.util.Optional;

/** Where downloads are kept for all runs of a user. */
final class DownloadCache {

    private DownloadCache() {}

    /** Its folder; it need not exist. */
    static Path folder() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).filter(text -> !text.isEmpty()).map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("thence").resolve("retail");
    }
}
