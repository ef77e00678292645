// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where lists are at one moment.
 *
 * @param change how often it has changed
 * @param active what was appended lately
 * @param sealed those before, while they are written down
 * @param former those before the active ones, when they are written down: a list that goes on need not be looked up
 *               in the files
 * @param runs   the files, the oldest first
 */
record IndexView(long change, RecentLists active, List<RecentLists> sealed, Optional<RecentLists> former,
        List<Run> runs) {

    /** With nothing in memory yet. */
    static IndexView of(RecentLists active, List<Run> runs) {
        return new IndexView(0, active, List.of(), Optional.empty(), runs);
    }

    /** The lists before the active ones, as long as they are in memory. */
    Optional<RecentLists> before() {
        return sealed.isEmpty() ? former : Optional.of(sealed.getLast());
    }

    /** From the oldest, all but the active lists. */
    Lists older(int i) {
        return i < runs.size() ? runs.get(i) : sealed.get(i - runs.size());
    }

    int olderCount() {
        return runs.size() + sealed.size();
    }

    /** From the oldest, all. */
    Lists get(int i) {
        return i < olderCount() ? older(i) : active;
    }

    int count() {
        return olderCount() + 1;
    }

    IndexView sealed(RecentLists fresh) {
        return new IndexView(change + 1, fresh, Stream.concat(sealed.stream(), Stream.of(active)).toList(),
                Optional.empty(), runs);
    }

    IndexView with(List<Run> other, boolean sealedToo) {
        return sealedToo ? new IndexView(change + 1, active, List.of(), before(), List.copyOf(other))
                : new IndexView(change + 1, active, sealed, former, List.copyOf(other));
    }

    /** Without what is of use only to a writer at work. */
    IndexView settled() {
        return new IndexView(change + 1, active, sealed, Optional.empty(), runs);
    }
}
