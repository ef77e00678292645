// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/** Goes through lists in the order of their fingerprints. For one thread. */
abstract sealed class KeyCursor permits RecentKeys, RunKeys {

    private long high;
    private long low;

    /** Goes to the next list; false if there is none. */
    abstract boolean next();

    /** How many entries were removed from the list. */
    abstract long removed();

    /** The list's floor; 0 if it has none. */
    abstract long floor();

    /** Gives out the next of the list's entries, at most a block of them; false when they were the last ones. */
    abstract boolean postings(PostingSink sink);

    /** Says which list it has come to. */
    final void at(long high, long low) {
        this.high = high;
        this.low = low;
    }

    /** First word of the list's fingerprint. */
    final long high() {
        return high;
    }

    /** Second word of the list's fingerprint. */
    final long low() {
        return low;
    }

    /** Whether its list comes before that of {@code other}. */
    final boolean isBefore(KeyCursor other) {
        return Print.isBefore(high, low, other.high, other.low);
    }
}
