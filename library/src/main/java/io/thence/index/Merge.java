// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Writes the lists of several sources, of adjacent intervals in rising order, as one run; a piece a step. A list that
 * is in several is written once: what was removed is summed, the highest floor holds, the entries follow on each other.
 * Commands that are forgotten are left out.
 */
final class Merge {

    private static final int LISTS_A_STEP = 512;

    private final List<KeyCursor> left = new ArrayList<>();
    private final RunWriter writer;
    private final PostingSink sink;
    private boolean isOfCommand;

    Merge(List<? extends KeyCursor> sources, RunWriter writer, LongPredicate isForgotten) {
        this.writer = writer;
        sink = posting -> {
            if (!isOfCommand || !isForgotten.test(posting)) {
                writer.take(posting);
            }
        };
        for (var source : sources) {
            if (source.next()) {
                left.add(source);
            }
        }
    }

    RunWriter writer() {
        return writer;
    }

    /** Writes some lists; false when the run is complete. */
    boolean step() {
        for (int i = 0; i < LISTS_A_STEP; i++) {
            if (left.isEmpty()) {
                writer.finish();
                return false;
            }
            writeLeast();
        }
        return true;
    }

    private void writeLeast() {
        int first = first();
        long high = left.get(first).high();
        long low = left.get(first).low();
        isOfCommand = new Print(high, low).is(ListKind.COMMAND);
        long removed = 0;
        long floor = 0;
        for (int i = first; i < left.size(); i++) {
            var source = left.get(i);
            if (source.high() == high && source.low() == low) {
                removed += source.removed();
                floor = Math.max(floor, source.floor());
                source.postings(sink);
                if (!source.next()) {
                    left.remove(i--);
                }
            }
        }
        writer.end(high, low, removed, floor);
    }

    /** Which is the first source that has the least list. */
    private int first() {
        int first = 0;
        var least = left.getFirst();
        for (int i = 1; i < left.size(); i++) {
            var source = left.get(i);
            if (source.isBefore(least)) {
                least = source;
                first = i;
            }
        }
        return first;
    }
}
