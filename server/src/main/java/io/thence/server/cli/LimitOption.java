// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.ThenceException.BadRequest;
import picocli.CommandLine.Option;

/** How long a list may become. */
final class LimitOption {

    @Option(names = "--limit", paramLabel = "N", defaultValue = "1000",
            description = "So many at most. Default: ${DEFAULT-VALUE}.")
    int limit;

    /** So many lines at most, one or more. */
    int most() {
        if (limit < 1) {
            throw new BadRequest("--limit is from 1 on, not " + limit);
        }
        return limit;
    }

    /** Says so where a list of {@code shown} lines may have been cut. */
    void tellCut(Terminal terminal, int shown) {
        if (shown == limit) {
            terminal.say("there may be more: --limit");
        }
    }
}
