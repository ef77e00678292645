// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import java.util.Collections;
import java.util.List;

/**
 * How far a consumer has finished.
 *
 * @param token the highest fencing token that it has used
 * @param upTo  number of the position up to which everything is finished, but for what is left open
 * @param open  numbers of the positions up to there whose events are not finished, ascending
 */
public record Checkpoint(long token, long upTo, List<Long> open) {

    /** Of a consumer that has not begun. */
    public static final Checkpoint NONE = new Checkpoint(0, 0);

    public Checkpoint {
        open = List.copyOf(open);
    }

    /** Everything up to a position is finished. */
    public Checkpoint(long token, long upTo) {
        this(token, upTo, List.of());
    }

    /** Number of the position up to which everything is finished, without exception. */
    public long wholeUpTo() {
        return open.isEmpty() ? upTo : open.getFirst() - 1;
    }

    /**
     * Whether {@code finished} may be added: it opens nothing that was finished, and has a higher token, which takes
     * the consumer over, or the same one and finishes something new.
     */
    public boolean admits(Finished finished) {
        if (finished.token() < token || finished.upTo() < upTo) {
            return false;
        }
        var again = finished.open().stream().filter(position -> position <= upTo).toList();
        boolean grows = finished.upTo() - finished.open().size() > upTo - open.size();
        return isAmong(again, open) && (grows || finished.token() > token);
    }

    private static boolean isAmong(List<Long> some, List<Long> all) {
        int at = 0;
        for (var each : some) {
            while (at < all.size() && all.get(at) < each) {
                at++;
            }
            if (at == all.size() || !all.get(at).equals(each)) {
                return false;
            }
        }
        return true;
    }

    /** This checkpoint after {@code finished}: what either of them says is finished is. */
    public Checkpoint with(Finished finished) {
        var higher = finished.upTo() >= upTo ? finished.open() : open;
        var lower = finished.upTo() >= upTo ? open : finished.open();
        long both = Math.min(upTo, finished.upTo());
        var left = higher.stream()
                .filter(position -> position > both || Collections.binarySearch(lower, position) >= 0).toList();
        return new Checkpoint(Math.max(token, finished.token()), Math.max(upTo, finished.upTo()), left);
    }

    /** What {@code consumer} would say to come here. */
    public Finished by(String consumer) {
        return new Finished(consumer, token, upTo, open);
    }
}
