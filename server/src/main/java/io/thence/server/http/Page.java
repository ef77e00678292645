// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * An application's page: static files from the class path, and a snapshot of what they show.
 *
 * @param anchor   a class beside the files' folder; a named module opens the folder's package
 * @param folder   the folder with {@code index.html}, relative to the anchor's package, such as {@code page}
 * @param snapshot what the page shows now, as a record or map that Jackson can write; called at most twice a second,
 *                 from any thread; if it throws, the message is shown and the page goes on
 * @param metrics  what is shown at {@code /metrics}
 */
public record Page(Class<?> anchor, String folder, Supplier<?> snapshot, Optional<Metrics> metrics) {

    /** A page without metrics. */
    public Page(Class<?> anchor, String folder, Supplier<?> snapshot) {
        this(anchor, folder, snapshot, Optional.empty());
    }

    /** The same, with metrics. */
    public Page metrics(Metrics shown) {
        return new Page(anchor, folder, snapshot, Optional.of(shown));
    }
}
