// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

/**
 * A subcommand of {@code thence}: an object with picocli's {@code @Command(name = ..)} and its options as fields. A
 * module contributes one as a service of this type; its package is open to {@code info.picocli}.
 */
public interface Subcommand {

    /** It did what was asked for. */
    int OK = 0;

    /** What was asked for failed. */
    int FAILED = 1;

    /** It was asked in a way that makes no sense, or for something that is not there. */
    int USAGE = 2;

    /**
     * Does it, once the options are set.
     *
     * @param terminal where to write
     * @return the exit code
     * @throws Exception said in one line: a {@link io.thence.ThenceException.NoStore} or
     *                   {@link io.thence.ThenceException.BadRequest} ends with {@link #USAGE}, all else with
     *                   {@link #FAILED}
     */
    int run(Terminal terminal) throws Exception;
}
