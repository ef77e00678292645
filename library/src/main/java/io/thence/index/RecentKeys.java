// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/** Goes through recent lists to which nothing is added any more. */
final class RecentKeys implements KeyCursor {

    private final RecentLists lists;
    private final int[] order;
    private final PostingBuffer piece = new PostingBuffer();
    private int at = -1;

    RecentKeys(RecentLists lists, int[] order) {
        this.lists = lists;
        this.order = order;
    }

    @Override
    public boolean next() {
        return ++at < order.length;
    }

    @Override
    public long high() {
        return lists.high(order[at]);
    }

    @Override
    public long low() {
        return lists.low(order[at]);
    }

    @Override
    public long removed() {
        return lists.removed(new Print(high(), low()));
    }

    @Override
    public long floor() {
        return lists.floor(new Print(high(), low()), Long.MAX_VALUE);
    }

    @Override
    public long count() {
        return lists.count(order[at]);
    }

    @Override
    public void postings(Sink sink) {
        long bound = 0;
        while (lists.piece(order[at], bound, piece)) {
            for (int i = 0; i < piece.size(); i++) {
                sink.take(piece.get(i));
            }
            bound = piece.lastValue() + 1;
        }
    }
}
