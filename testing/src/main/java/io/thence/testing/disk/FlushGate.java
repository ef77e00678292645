// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

/** Holds back the flushes of a store, so that a test can look at what is written and not yet durable. */
public interface FlushGate {

    /** From now on no flush ends. */
    void hold();

    /** Waits until a flush is held back; fails the test if none comes. */
    void awaitHeld();

    /** Lets all flushes end that are held back, and all that come. */
    void release();
}
