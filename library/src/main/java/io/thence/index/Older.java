// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/**
 * What a caller found of a list in the files and the sealed lists, so that the writer need not look there again. Good
 * as long as nothing was sealed since.
 */
public final class Older {

    private final RecentLists before;
    private final long total;
    private final long last;

    Older(RecentLists before, long total, long last) {
        this.before = before;
        this.total = total;
        this.last = last;
    }

    boolean isGood(IndexView now) {
        return now.active() == before;
    }

    long total() {
        return total;
    }

    long last() {
        return last;
    }
}
