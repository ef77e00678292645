// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.world.Closing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What is to be closed, the last first; all of it, whatever fails. For one thread at a time. */
final class Closings implements AutoCloseable {

    private final Deque<Runnable> closings = new ArrayDeque<>();

    void push(Runnable closing) {
        closings.push(closing);
    }

    @Override
    public void close() {
        var left = List.copyOf(closings);
        closings.clear();
        Closing.all(left.stream());
    }
}
