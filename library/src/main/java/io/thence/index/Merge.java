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

    private static final int PIECES_A_STEP = 256;
    private static final int ENTRIES_A_STEP = 8_192;

    private final List<KeyCursor> left = new ArrayList<>();
    private final RunWriter writer;
    private final PostingSink sink;
    private int taken;
    // The list that is being written: the source that it is taken from, and what is known of it.
    private boolean within;
    private int at;
    private long high;
    private long low;
    private long removed;
    private long floor;
    private boolean isOfCommand;

    Merge(List<? extends KeyCursor> sources, RunWriter writer, LongPredicate isForgotten) {
        this.writer = writer;
        sink = posting -> {
            taken++;
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

    /** Writes some lists, or a part of a long one; false when the run is complete. */
    boolean step() {
        taken = 0;
        for (int pieces = 0; pieces < PIECES_A_STEP && taken < ENTRIES_A_STEP; pieces++) {
            if (left.isEmpty()) {
                writer.finish();
                return false;
            }
            writePiece();
        }
        return true;
    }

    private void writePiece() {
        if (!within) {
            begin();
        }
        var source = left.get(at);
        if (source.postings(sink)) {
            return;
        }
        removed += source.removed();
        floor = Math.max(floor, source.floor());
        if (source.next()) {
            at++;
        } else {
            left.remove(at);
        }
        while (at < left.size() && (left.get(at).high() != high || left.get(at).low() != low)) {
            at++;
        }
        if (at == left.size()) {
            writer.end(high, low, removed, floor);
            within = false;
        }
    }

    private void begin() {
        at = first();
        high = left.get(at).high();
        low = left.get(at).low();
        isOfCommand = new Print(high, low).is(ListKind.COMMAND);
        removed = 0;
        floor = 0;
        within = true;
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
