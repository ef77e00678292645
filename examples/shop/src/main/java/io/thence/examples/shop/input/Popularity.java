// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import io.thence.examples.Chance;
import java.util.Arrays;

/**
 * Picks among things by popularity, as Zipf's law has it: the weight of the thing at rank r is 1 / (r + flatness). In
 * whole numbers, so that rounding is the same everywhere.
 */
final class Popularity {

    private static final int SCALE = 10_000_000;

    private final int[] reached;

    Popularity(int things, int flatness) {
        reached = new int[things];
        int sum = 0;
        for (int rank = 0; rank < things; rank++) {
            sum = Math.addExact(sum, SCALE / (rank + flatness));
            reached[rank] = sum;
        }
    }

    /** A rank; 0 is the most popular. */
    int pick(Chance chance) {
        int drawn = chance.below(reached[reached.length - 1]);
        int found = Arrays.binarySearch(reached, drawn);
        return found < 0 ? -found - 1 : found + 1;
    }
}
