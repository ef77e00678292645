// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be closed, the last first; all of it, whatever fails. For one thread at a time. */
final class Closings implements AutoCloseable {

    private final Deque<Runnable> closings = new ArrayDeque<>();

    void push(Runnable closing) {
        closings.push(closing);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!closings.isEmpty()) {
            try {
                closings.pop().run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
