// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

/** A limit to the calls of a handler, which each needs a permit of. From any thread; nothing of it waits. */
interface CallLimit {

    /** Until somebody says so. */
    long UNTIL_TOLD = Long.MAX_VALUE;

    /** Asks for a permit for one call; whether it was given. */
    boolean tryAcquire();

    /** A call that had one has ended, or was not made. */
    void release();

    /** For how many nanoseconds none will be given: 0 if one would be. */
    long closedNanos();
}
