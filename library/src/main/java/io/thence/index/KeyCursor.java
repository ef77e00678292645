// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/** Goes through lists in the order of their fingerprints. For one thread. */
interface KeyCursor {

    /** Goes to the next list; false if there is none. */
    boolean next();

    /** First word of the list's fingerprint. */
    long high();

    /** Second word of the list's fingerprint. */
    long low();

    /** How many entries were removed from the list. */
    long removed();

    /** The list's floor; 0 if it has none. */
    long floor();

    /** How many entries the list has. */
    long count();

    /** Gives out the list's entries in order. */
    void postings(Sink sink);

    /** Takes entries. */
    @FunctionalInterface
    interface Sink {
        /** Takes the next entry. */
        void take(long posting);
    }

    /** Compares where two cursors are. */
    static int compare(KeyCursor a, KeyCursor b) {
        int byHigh = Long.compareUnsigned(a.high(), b.high());
        return byHigh != 0 ? byHigh : Long.compareUnsigned(a.low(), b.low());
    }
}
