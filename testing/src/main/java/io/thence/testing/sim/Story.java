// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What happened in a life in the words of the application: commands and what became of them, events, handlers, faults.
 * It is told when a life has failed and is lived again; otherwise nothing is made up or kept.
 */
final class Story {

    /** The most lines; of more, the first tenth and the last are kept. */
    static final int LINES_MAX = 1_000;

    private static final double NANOS_OF_MILLI = 1e6;

    private final boolean isTold;
    private final List<String> lines = new ArrayList<>();
    private int leftOut;

    Story(boolean isTold) {
        this.isTold = isTold;
    }

    boolean isTold() {
        return isTold;
    }

    void add(long nanos, String who, Supplier<String> what) {
        if (!isTold) {
            return;
        }
        lines.add(String.format(Locale.ROOT, "%12.3f ms  %-16s %s", nanos / NANOS_OF_MILLI, who, what.get()));
        if (lines.size() > LINES_MAX) {
            lines.remove(LINES_MAX / 10);
            leftOut++;
        }
    }

    List<String> lines() {
        var all = new ArrayList<>(lines);
        if (leftOut > 0) {
            all.add(LINES_MAX / 10, "        .. " + leftOut + " lines are left out");
        }
        return all;
    }
}
