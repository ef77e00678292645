// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.List;

/** One line of a comparison: one kind of work, done by Thence and by its peers. */
public interface Row {

    /** Its name, as in {@code --row NAME}. */
    String name();

    /** What its values count. */
    String unit();

    /** What is asked for. */
    List<Bar> bars();

    /** What a peer must reach, or the comparison proves nothing. */
    default List<Floor> floors() {
        return List.of();
    }

    /**
     * Measures it.
     *
     * @param rounds how many samples to take of each contender, after the warm-up
     * @throws Exception Thence could not do the work
     */
    Measured measure(Lab lab, int rounds) throws Exception;
}
