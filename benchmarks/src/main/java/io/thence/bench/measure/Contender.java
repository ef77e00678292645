// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.io.IOException;

/** Something that is measured in rounds: Thence, or a peer that does the same work. For one thread. */
public interface Contender extends AutoCloseable {

    /**
     * Does the row's work for the row's time or amount.
     *
     * @throws Exception the contender cannot do it; it takes part no more
     */
    Sample round() throws Exception;

    /**
     * Does the same before anything counts; it may be less.
     *
     * @throws Exception the contender cannot do it; it takes part no more
     */
    default void warmUp() throws Exception {
        round();
    }

    @Override
    default void close() throws IOException {}
}
