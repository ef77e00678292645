// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.ThenceException.BadRequest;
import picocli.CommandLine.Option;

/** How much is told at once, and to whom. */
final class TellingOptions {

    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 10_000;

    @Option(names = "--limit", paramLabel = "N", description = "Tell so many at most. Default: 100.")
    int limit = LIMIT;

    @Option(names = "--json", description = "As JSON, for programs.")
    boolean json;

    @Option(names = "--wide", description = "Cut nothing to the width of the terminal.")
    boolean wide;

    /**
     * The limit.
     *
     * @throws BadRequest if it makes no sense, or is more than goes into memory
     */
    int limit() {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new BadRequest("--limit is from 1 to " + LIMIT_MAX + ", not " + limit);
        }
        return limit;
    }

    /** What lines are cut to. */
    int width(Terminal terminal) {
        return wide || !terminal.outShown() ? Integer.MAX_VALUE : terminal.columns();
    }
}
