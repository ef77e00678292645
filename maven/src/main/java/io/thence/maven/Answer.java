// SPDX-License-Identifier: Apache-2.0
package io.thence.maven;

/**
 * What the process said that was asked.
 *
 * @param exitCode 0 where all is well, 3 where something is not as it has to be, else it could not find out
 * @param result   what was asked for
 * @param errors   what it said beside
 */
record Answer(int exitCode, String result, String errors) {

    private static final int FOUND = 3;

    boolean isFine() {
        return exitCode == 0;
    }

    boolean isFailure() {
        return exitCode != 0 && exitCode != FOUND;
    }
}
