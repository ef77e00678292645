// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import java.util.List;
import java.util.Optional;

/** The entries of an input, one after the other. For one thread. */
public interface Lines extends AutoCloseable {

    /** The next entry; empty at the end. */
    Optional<Line> next();

    /** Where they come from. */
    InputFile file();

    /** The line that names the columns, as it stands in the input, if there is one. */
    default Optional<String> header() {
        return Optional.empty();
    }

    /** The names of the columns, where all entries have the same. */
    default Optional<List<String>> columns() {
        return Optional.empty();
    }

    @Override
    default void close() {
        file().close();
    }
}
