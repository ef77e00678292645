// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.ThenceException.BadRequest;
import java.util.List;

/**
 * A consumer's word that it has finished with everything up to a position, but for some events before it.
 *
 * @param consumer its name
 * @param token    the fencing token under which it works; one with a lower token is refused
 * @param upTo     number of the position
 * @param but      numbers of the positions up to there whose events are not finished, ascending; {@value #BUT_MAX} at
 *                 most
 */
public record Finished(String consumer, long token, long upTo, List<Long> but) {

    /** The most positions that are left open. */
    public static final int BUT_MAX = 4_096;

    public Finished {
        but = List.copyOf(but);
        if (but.size() > BUT_MAX) {
            throw new BadRequest("consumer '" + consumer + "' leaves " + but.size() + " positions open, " + BUT_MAX
                    + " may be: finish some before more is begun");
        }
        long before = 0;
        for (long open : but) {
            if (open <= before || open > upTo) {
                throw new BadRequest("consumer '" + consumer + "' leaves position " + open + " open after " + before
                        + " and up to " + upTo + ": name each once, ascending");
            }
            before = open;
        }
    }

    /** Everything up to a position is finished. */
    public Finished(String consumer, long token, long upTo) {
        this(consumer, token, upTo, List.of());
    }
}
