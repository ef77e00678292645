// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import java.util.BitSet;
import java.util.SplittableRandom;

/** What each caller was answered, and what was on its way when its process was killed: that may be there, or not. */
final class Answers {

    private final BitSet[] answered = new BitSet[Business.CALLERS];
    private final BitSet[] unknown = new BitSet[Business.CALLERS];
    private final int[] nexts = new int[Business.CALLERS];
    private long count;

    Answers() {
        for (int caller = 0; caller < Business.CALLERS; caller++) {
            answered[caller] = new BitSet();
            unknown[caller] = new BitSet();
        }
    }

    void take(int caller, int n) {
        count += answered[caller].get(n) ? 0 : 1;
        answered[caller].set(n);
        nexts[caller] = Math.max(nexts[caller], n + 1);
    }

    /** How many different ones. */
    long count() {
        return count;
    }

    BitSet answered(int caller) {
        return answered[caller];
    }

    BitSet unknown(int caller) {
        return unknown[caller];
    }

    /**
     * With what a caller goes on in the next life: what it was not answered it sends again, and some before that; or it
     * gives that one up.
     */
    int first(int caller, SplittableRandom chance) {
        int next = nexts[caller];
        unknown[caller].set(next);
        if (chance.nextBoolean()) {
            return Math.max(0, next - chance.nextInt(4));
        }
        nexts[caller] = next + 1;
        return next + 1;
    }
}
