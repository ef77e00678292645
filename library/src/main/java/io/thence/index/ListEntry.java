// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/** What a block of lists says of one list. For one thread. */
final class ListEntry {

    private final Varint in = new Varint();
    private byte[] bytes = {};
    private long base;
    private int flags;
    private long removed;
    private long floor;
    private long count;
    private int firstBlock;
    private int blocks;

    /** Goes to the list in {@code lists}, whose run begins after position {@code from}; false if it is not there. */
    boolean find(Block lists, Print print, long from) {
        int end = lists.end();
        for (int at = Block.HEAD; at < end; at = next(lists, at)) {
            int order = Long.compareUnsigned(lists.i64(at + 2), print.high());
            if (order > 0) {
                return false;
            }
            if (order == 0 && lists.i64(at + 10) == print.low()) {
                at(lists, at, from);
                return true;
            }
        }
        return false;
    }

    /** Where the list after the one at {@code at} starts. */
    static int next(Block lists, int at) {
        int length = lists.u16(at);
        if (length < PartWriter.FIXED) {
            throw new IndexOutOfBoundsException("a list of " + length + " bytes");
        }
        return at + length;
    }

    /** Goes to the list that starts at {@code at}. */
    void at(Block lists, int at, long from) {
        bytes = lists.bytes();
        base = from;
        flags = lists.u8(at + 18);
        in.at(lists.bytes(), at + 19);
        count = in.next();
        boolean cut = (flags & PartWriter.CUT) != 0;
        removed = cut ? in.next() : 0;
        floor = cut ? in.next() : 0;
        if (isLong()) {
            firstBlock = (int) in.next();
            blocks = (int) in.next();
        }
    }

    boolean isLong() {
        return (flags & PartWriter.LONG) != 0;
    }

    long removed() {
        return removed;
    }

    long floor() {
        return floor;
    }

    long count() {
        return count;
    }

    int firstBlock() {
        return firstBlock;
    }

    int blocks() {
        return blocks;
    }

    /** Gives out the entries of a list that is not long. */
    void copy(PostingSink into) {
        int start = in.at();
        long entry = Posting.first(base);
        for (long left = count; left > 0; left--) {
            entry = in.nextPosting(entry);
            into.add(entry);
        }
        in.at(bytes, start);
    }
}
