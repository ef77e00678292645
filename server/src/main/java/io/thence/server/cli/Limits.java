// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.ThenceException.BadRequest;

/** How much is told at once. */
final class Limits {

    private static final int MAX = 10_000;

    private Limits() {}

    /**
     * Checks a limit.
     *
     * @throws BadRequest if it makes no sense, or is more than goes into memory
     */
    static void check(int limit) {
        if (limit < 1 || limit > MAX) {
            throw new BadRequest("--limit is from 1 to " + MAX + ", not " + limit);
        }
    }
}
