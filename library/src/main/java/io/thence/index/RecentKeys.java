// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.util.Arrays;

/**
 * Goes through recent lists to which nothing is added any more. Their table is almost sorted: a row stands behind its
 * place only where there is no free one between, so what lies between two free ones is put in order by itself.
 */
final class RecentKeys extends KeyCursor {

    /** So many rows at least are put in order together, and then gone through while they are near. */
    private static final int AT_ONCE = 256;

    private final RecentLists lists;
    private final RecentTable table;
    private final Arena arena;
    private int[] order = new int[2 * AT_ONCE];
    private int ordered;
    private int at = -1;
    private int next; // the row after those that were put in order
    private int[] blocks = new int[16];

    RecentKeys(RecentLists lists, RecentTable table, Arena arena) {
        this.lists = lists;
        this.table = table;
        this.arena = arena;
    }

    @Override
    boolean next() {
        if (++at == ordered && !putInOrder()) {
            return false;
        }
        at(table.word(order[at] + RecentTable.HIGH), table.word(order[at] + RecentTable.LOW));
        return true;
    }

    /** Puts the next rows, up to a free one, in order; false if there are none. */
    private boolean putInOrder() {
        at = 0;
        ordered = 0;
        for (; next < table.end() && (ordered < AT_ONCE || !table.isFree(next)); next += RecentTable.ROW) {
            if (!table.isFree(next)) {
                insert(next);
            }
        }
        return ordered > 0;
    }

    private void insert(int row) {
        if (ordered == order.length) {
            order = Arrays.copyOf(order, 2 * ordered);
        }
        int i = ordered++;
        for (; i > 0 && table.isBefore(row, order[i - 1]); i--) {
            order[i] = order[i - 1];
        }
        order[i] = row;
    }

    @Override
    long removed() {
        return lists.removed(new Print(high(), low()));
    }

    @Override
    long floor() {
        return lists.floor(new Print(high(), low()), Long.MAX_VALUE);
    }

    @Override
    void postings(PostingSink sink) {
        long meta = table.word(order[at] + RecentTable.META);
        int count = (int) (meta >>> 32);
        if (count > 1) {
            inBlocks((int) meta, count - 1, sink);
        }
        if (count > 0) {
            sink.add(table.word(order[at] + RecentTable.LAST));
        }
    }

    /** Gives out the first {@code count} entries, whose last block is {@code last}: a chain that leads back. */
    private void inBlocks(int last, int count, PostingSink sink) {
        int block = last;
        int after = 0;
        for (; arena.start(block) > 0; block = arena.previous(block)) {
            if (after == blocks.length) {
                blocks = Arrays.copyOf(blocks, 2 * after);
            }
            blocks[after++] = block;
        }
        int given = arena.entries(block, count, sink);
        while (after > 0) {
            given += arena.entries(blocks[--after], count - given, sink);
        }
    }
}
