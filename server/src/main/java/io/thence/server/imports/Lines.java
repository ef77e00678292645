// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import java.util.List;
import java.util.Optional;

/** The entries of an input, one after the other. For one thread. */
public interface Lines extends AutoCloseable {

    /** The next entry; empty at the end. */
    Optional<Line> next();

    /** The line that names the columns, as it stands in the input, if there is one. */
    Optional<String> header();

    /** The names of the columns, where all entries have the same. */
    Optional<List<String>> columns();

    /** How many bytes of the file were read. */
    long bytesRead();

    /** How many bytes the file has; 0 if that is not known. */
    long bytes();

    @Override
    void close();
}
