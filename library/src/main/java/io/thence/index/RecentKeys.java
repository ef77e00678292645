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
    private int left; // blocks that are not given out
    private int before; // entries before the list's last one; less than 0: not looked up
    private int given;

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
        before = -1;
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
    boolean postings(PostingSink sink) {
        if (before < 0) {
            begin();
        }
        if (given < before) {
            given += arena.entries(blocks[--left], before - given, sink);
        }
        if (given < before) {
            return true;
        }
        if (count() > 0) {
            sink.add(table.word(order[at] + RecentTable.LAST));
        }
        return false;
    }

    private int count() {
        return (int) (table.word(order[at] + RecentTable.META) >>> 32);
    }

    /** Looks up the blocks with the entries before the last one: a chain that leads back. */
    private void begin() {
        given = 0;
        left = 0;
        before = Math.max(0, count() - 1);
        if (before == 0) {
            return;
        }
        int block = (int) table.word(order[at] + RecentTable.META);
        for (; arena.start(block) > 0; block = arena.previous(block)) {
            push(block);
        }
        push(block);
    }

    private void push(int block) {
        if (left == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * left);
        }
        blocks[left++] = block;
    }
}
