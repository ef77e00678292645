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
            long found = inAll(at, true);
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

    /** The entry of all lists that is nearest to {@code position}, there or in the direction of the walk. */
    private long inAll(long position, boolean forwards) {
        long bound = forwards ? Posting.first(position) : Posting.last(position);
        long found = Posting.NONE;
        int count = lists.size();
        // Not (i + 1) % count: a division costs as much as a leap.
        for (int agreed = 0, i = 0; agreed < count; i = i + 1 < count ? i + 1 : 0) {
            var list = lists.get(i);
            long next = forwards ? list.atOrAfter(bound) : list.atOrBefore(bound);
            if (next == Posting.NONE) {
                return Posting.NONE;
            }
            agreed = next == found ? agreed + 1 : 1;
            found = next;
            bound = forwards ? Posting.first(Posting.position(next)) : Posting.last(Posting.position(next));
        }
        return found;
    }

    /** The last position before {@code position}; {@link Posting#NONE} if there is none above {@code limit}. */
    public long before(long position, long limit) {
        long least = Math.max(limit, floor - 1);
        long at = position - 1;
        while (at > least) {
            long found = inAll(at, false);
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

    private boolean isWanted(long posting) {
        return wanted.isEmpty() || wanted.get().get(Posting.type(posting));
    }
}
