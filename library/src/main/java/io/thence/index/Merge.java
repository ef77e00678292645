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
    private final KeyCursor.Sink sink;
    private final KeyCursor.Sink commands;

    Merge(List<? extends KeyCursor> sources, RunWriter writer, LongPredicate isForgotten) {
        this.writer = writer;
        sink = writer::take;
        commands = place -> {
            if (!isForgotten.test(place)) {
                writer.take(place);
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
        var least = left.getFirst();
        for (var source : left) {
            if (KeyCursor.compare(source, least) < 0) {
                least = source;
            }
        }
        long high = least.high();
        long low = least.low();
        long removed = 0;
        long floor = 0;
        for (var source : left) {
            if (source.high() == high && source.low() == low) {
                removed += source.removed();
                floor = Math.max(floor, source.floor());
            }
        }
        writer.begin(new ListHead(high, low, removed, floor));
        boolean isOfCommand = new Print(high, low).is(ListKind.COMMAND);
        for (int i = 0; i < left.size(); i++) {
            var source = left.get(i);
            if (source.high() == high && source.low() == low) {
                source.postings(isOfCommand ? commands : sink);
                if (!source.next()) {
                    left.remove(i--);
                }
            }
        }
        writer.end();
    }
}
