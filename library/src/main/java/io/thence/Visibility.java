// SPDX-License-Identifier: Apache-2.0
package io.thence;

/** Whether a projection shows what was written. */
public sealed interface Visibility {

    /** It does. */
    record Seen() implements Visibility {}

    /**
     * Not yet: it is on its way.
     *
     * @param upTo   number of the position up to which it has finished
     * @param wanted number of the position that it was asked for
     */
    record Pending(long upTo, long wanted) implements Visibility {}

    /** An event that was asked for waits, for itself or for an earlier one of its key that could not be handled. */
    record Blocked(Parked by) implements Visibility {}

    /**
     * It is built anew, and has not come to what was there when that began.
     *
     * @param upTo number of the position up to which it has finished
     * @param head number of the position that it has to reach
     */
    record Rebuilding(long upTo, long head) implements Visibility {}
}
