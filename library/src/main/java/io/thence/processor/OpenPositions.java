// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The positions of events that are in hand, in their order. Those that are finished behind one that is not stay until
 * they are as many as the others; so each costs the same however long the first one takes. For one thread at a time.
 */
final class OpenPositions {

    private static final int FEW = 1_024;

    private ArrayDeque<Mark> marks = new ArrayDeque<>();
    private int count;

    /** A position, and whether it is still open. */
    final class Mark {
        private final long position;
        private boolean isOpen = true;

        private Mark(long position) {
            this.position = position;
        }

        /** It is open no more. */
        void close() {
            OpenPositions.this.close(this);
        }
    }

    /** Opens a position above all others. */
    Mark open(long position) {
        var mark = new Mark(position);
        marks.add(mark);
        count++;
        return mark;
    }

    private void close(Mark mark) {
        mark.isOpen = false;
        count--;
        while (!marks.isEmpty() && !marks.getFirst().isOpen) {
            marks.removeFirst();
        }
        if (marks.size() > 2 * count + FEW) {
            marks.removeIf(each -> !each.isOpen);
        }
    }

    /** The first one; {@code otherwise} if none is open. */
    long first(long otherwise) {
        return marks.isEmpty() ? otherwise : marks.getFirst().position;
    }

    /** All of them, ascending. */
    List<Long> all() {
        var all = new ArrayList<Long>(count);
        for (var mark : marks) {
            if (mark.isOpen) {
                all.add(mark.position);
            }
        }
        return all;
    }
}
