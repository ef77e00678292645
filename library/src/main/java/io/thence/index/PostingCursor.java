// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/**
 * Reads one list. It keeps a piece of it and looks further as it is asked, so it holds no file. For one thread.
 */
public final class PostingCursor {

    private final InvertedIndex index;
    private final Print print;
    private final long limit;
    private final PostingBuffer piece = new PostingBuffer();
    private long from = Long.MAX_VALUE; // the piece is all that the list has from here ..
    private long to = Long.MIN_VALUE;   // .. to here
    private int at;

    PostingCursor(InvertedIndex index, Print print, long limit) {
        this.index = index;
        this.print = print;
        this.limit = limit;
    }

    /** The first entry that is {@code bound} or greater; {@link Posting#NONE} if there is none yet. */
    public long atOrAfter(long bound) {
        if (bound < from || bound > to) {
            if (!index.forwards(print, bound, piece)) {
                forget();
                return Posting.NONE;
            }
            from = bound;
            to = piece.lastValue();
            at = 0;
        }
        if (at >= piece.size() || (at > 0 && piece.get(at - 1) >= bound)) {
            at = piece.atOrAfter(bound, 0);
        } else if (piece.get(at) < bound && piece.get(++at) < bound) { // the piece's last entry is not below the bound
            at = piece.atOrAfter(bound, at + 1);
        }
        return piece.get(at);
    }

    /** The last entry that is {@code bound} or less; {@link Posting#NONE} if there is none. */
    public long atOrBefore(long bound) {
        if (bound < from || bound > to || bound < piece.get(0)) {
            if (!index.backwards(print, bound, limit, piece)) {
                forget();
                return Posting.NONE;
            }
            from = piece.get(0);
            to = bound;
        }
        at = piece.atOrAfter(bound + 1, 0) - 1;
        return piece.get(at);
    }

    private void forget() {
        from = Long.MAX_VALUE;
        to = Long.MIN_VALUE;
    }
}
