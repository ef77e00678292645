// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/** Lists of postings of an interval of positions. Any thread reads. */
sealed interface Lists permits RecentLists, Run {

    /** The position before its first; a list that is bound to positions has no entry at it or below. */
    long from();

    /** Its last position; a list that is bound to positions has no entry above it. */
    long to();

    /** How many entries a list has here, those that were removed among them. */
    long total(Print print);

    /** How many entries up to {@code bound} a list has here, those that were removed among them. */
    long upTo(Print print, long bound);

    /** The last entry of a list here; {@link Posting#NONE} if it has none. */
    long last(Print print);

    /** The floor that was set for a list here, at position {@code head} or before; 0 if none was. */
    long floor(Print print, long head);

    /**
     * Takes a piece of a list that begins at the first entry that is {@code bound} or greater.
     *
     * @return false if there is no such entry here
     */
    boolean forwards(Print print, long bound, PostingBuffer into);

    /**
     * Takes a piece of a list that ends at the last entry that is {@code bound} or less.
     *
     * @return false if there is no such entry here
     */
    boolean backwards(Print print, long bound, PostingBuffer into);
}
