// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where lists are at one moment.
 *
 * @param change how often it has changed
 * @param active what was appended lately
 * @param sealed those before, while they are written down
 * @param runs   the files, the oldest first
 */
record IndexView(long change, RecentLists active, List<RecentLists> sealed, List<Run> runs) {

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
        return new IndexView(change + 1, fresh, Stream.concat(sealed.stream(), Stream.of(active)).toList(), runs);
    }

    IndexView with(List<Run> other, boolean sealedToo) {
        return new IndexView(change + 1, active, sealedToo ? List.of() : sealed, List.copyOf(other));
    }
}
