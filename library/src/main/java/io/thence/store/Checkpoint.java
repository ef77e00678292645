// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import java.util.List;

/**
 * How far a consumer has finished.
 *
 * @param token the highest fencing token that it has used
 * @param upTo  number of the position up to which everything is finished, but for what is left open
 * @param but   numbers of the positions up to there whose events are not finished, ascending
 */
public record Checkpoint(long token, long upTo, List<Long> but) {

    /** Of a consumer that has not begun. */
    public static final Checkpoint NONE = new Checkpoint(0, 0);

    public Checkpoint {
        but = List.copyOf(but);
    }

    /** Everything up to a position is finished. */
    public Checkpoint(long token, long upTo) {
        this(token, upTo, List.of());
    }

    /** Number of the position up to which everything is finished, without exception. */
    public long wholeUpTo() {
        return but.isEmpty() ? upTo : but.getFirst() - 1;
    }

    /**
     * Whether {@code finished} may be added: its token is not older, it finishes something new, and opens nothing that
     * was finished.
     */
    public boolean admits(Finished finished) {
        if (finished.token() < token || finished.upTo() < upTo) {
            return false;
        }
        var again = finished.but().stream().filter(open -> open <= upTo).toList();
        return isAmong(again, but) && finished.upTo() - finished.but().size() > upTo - but.size();
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
        var higher = finished.upTo() >= upTo ? finished.but() : but;
        var lower = finished.upTo() >= upTo ? but : finished.but();
        long both = Math.min(upTo, finished.upTo());
        var open = higher.stream().filter(position -> position > both || lower.contains(position)).toList();
        return new Checkpoint(Math.max(token, finished.token()), Math.max(upTo, finished.upTo()), open);
    }

    /** What {@code consumer} would say to come here. */
    public Finished by(String consumer) {
        return new Finished(consumer, token, upTo, but);
    }
}
