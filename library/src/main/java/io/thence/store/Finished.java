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
 * @param open     numbers of the positions up to there whose events are not finished, ascending; {@value #OPEN_MAX} at
 *                 most
 */
public record Finished(String consumer, long token, long upTo, List<Long> open) {

    /** The most positions that are left open. */
    public static final int OPEN_MAX = 16_384;

    public Finished {
        open = List.copyOf(open);
        if (open.size() > OPEN_MAX) {
            throw new BadRequest("consumer '" + consumer + "' leaves " + open.size() + " positions open, " + OPEN_MAX
                    + " may be: finish some before more is begun");
        }
        long before = 0;
        for (long position : open) {
            if (position <= before || position > upTo) {
                throw new BadRequest("consumer '" + consumer + "' leaves position " + position + " open after "
                        + before + " and up to " + upTo + ": name each once, ascending");
            }
            before = position;
        }
    }

    /** Everything up to a position is finished. */
    public Finished(String consumer, long token, long upTo) {
        this(consumer, token, upTo, List.of());
    }
}
