// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

/** Something that a call of a handler needs leave of. From any thread; nothing of it waits. */
interface Leave {

    /** Until somebody says so. */
    long UNTIL_TOLD = Long.MAX_VALUE;

    /** Takes leave for one call; whether it was given. */
    boolean take();

    /** A call for which it was given has ended, or was not made. */
    void end();

    /** For how many nanoseconds none will be given: 0 if there is some. */
    long closedNanos();
}
