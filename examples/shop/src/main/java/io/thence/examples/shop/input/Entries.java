// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.util.Optional;
import java.util.OptionalLong;

/** The entries of an input, one after the other. For one thread, but for the two figures of progress. */
public interface Entries extends AutoCloseable {

    /**
     * The next entry; empty at the end, and from then on.
     *
     * @throws InputRefused.Unreadable when the input cannot be read on, other than by a cut
     */
    Optional<Entry> next();

    /** Whether a compressed file turned out to be cut or corrupt so far; the entry for it was refused. */
    boolean cut();

    /** How many bytes are read, as they are stored; from any thread. */
    long bytesRead();

    /** How many bytes there are, as they are stored; empty when that is not known. */
    OptionalLong bytesTotal();

    @Override
    void close();
}
