// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.index.Posting;
import io.thence.index.PostingCursor;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds the positions that are in all of some lists and of a wanted type. The lists leap over each other: each is asked
 * for its next entry at or beyond what the others have come to, so the shortest one sets the pace and the long ones are
 * skipped through. For one thread.
 *
 * <p>Source: T. Veldhuizen, <i>Leapfrog Triejoin</i>, 2014, for one variable.
 */
public final class Walk {

    private final List<PostingCursor> lists;
    private final Optional<BitSet> wanted;
    private final long floor;

    /** Of a type whose number is in {@code wanted}, or of any; from position {@code floor} on. */
    Walk(List<PostingCursor> lists, Optional<BitSet> wanted, long floor) {
        this.lists = lists;
        this.wanted = wanted;
        this.floor = floor;
    }

    /** The first position after {@code position}; {@link Posting#NONE} if there is none up to {@code last}. */
    public long after(long position, long last) {
        long at = Math.max(position + 1, floor);
        while (at <= last) {
            long found = inAllFrom(at);
            if (found == Posting.NONE || Posting.position(found) > last) {
                return Posting.NONE;
            }
            if (isWanted(found)) {
                return Posting.position(found);
            }
            at = Posting.position(found) + 1;
        }
        return Posting.NONE;
    }

    private long inAllFrom(long from) {
        long bound = Posting.first(from);
        long found = Posting.NONE;
        for (int agreed = 0, i = 0; agreed < lists.size(); i = (i + 1) % lists.size()) {
            long next = lists.get(i).atOrAfter(bound);
            if (next == Posting.NONE) {
                return Posting.NONE;
            }
            agreed = next == found ? agreed + 1 : 1;
            found = next;
            bound = Posting.first(Posting.position(next));
        }
        return found;
    }

    /** The last position before {@code position}; {@link Posting#NONE} if there is none above {@code limit}. */
    public long before(long position, long limit) {
        long least = Math.max(limit, floor - 1);
        long at = position - 1;
        while (at > least) {
            long found = inAllUpTo(at);
            if (found == Posting.NONE || Posting.position(found) <= least) {
                return Posting.NONE;
            }
            if (isWanted(found)) {
                return Posting.position(found);
            }
            at = Posting.position(found) - 1;
        }
        return Posting.NONE;
    }

    private long inAllUpTo(long to) {
        long bound = Posting.last(to);
        long found = Posting.NONE;
        for (int agreed = 0, i = 0; agreed < lists.size(); i = (i + 1) % lists.size()) {
            long next = lists.get(i).atOrBefore(bound);
            if (next == Posting.NONE) {
                return Posting.NONE;
            }
            agreed = next == found ? agreed + 1 : 1;
            found = next;
            bound = Posting.last(Posting.position(next));
        }
        return found;
    }

    private boolean isWanted(long posting) {
        return wanted.isEmpty() || wanted.get().get(Posting.type(posting));
    }
}
