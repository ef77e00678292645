// SPDX-License-Identifier: Apache-2.0
package io.thence.bank;

import java.util.concurrent.CountDownLatch;

/** Waits in handlers, that may throw nothing that is checked. */
public final class Latches {

    private Latches() {}

    /** Until {@code latch} is down; an interrupt ends that. */
    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Until {@code latch} is down; an interrupt does not end that. */
    public static void awaitDeaf(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException _) {
                // it does not listen
            }
        }
    }
}
