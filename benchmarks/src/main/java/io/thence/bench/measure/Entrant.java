// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.concurrent.Callable;

/**
 * A contender that is about to take part.
 *
 * @param name    under which it is reported; Thence itself is {@link #OURS}
 * @param flush   when its work is on the device, in words
 * @param opening makes it ready
 */
public record Entrant(String name, String flush, Callable<Contender> opening) {

    /** Thence's own name. */
    public static final String OURS = "thence";

    /** Thence itself. */
    public static Entrant ours(String flush, Callable<Contender> opening) {
        return new Entrant(OURS, flush, opening);
    }
}
