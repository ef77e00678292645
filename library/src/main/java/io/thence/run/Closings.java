// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.world.Closing;
import java.util.ArrayList;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** What is to be closed, the last first; all of it, whatever fails, and each once. */
final class Closings implements AutoCloseable {

    private final Deque<Runnable> closings = new ConcurrentLinkedDeque<>();

    /** The last of these is closed first. */
    void push(Runnable... more) {
        for (var closing : more) {
            closings.push(closing);
        }
    }

    @Override
    public void close() {
        var left = new ArrayList<Runnable>();
        for (var one = closings.poll(); one != null; one = closings.poll()) {
            left.add(one);
        }
        Closing.all(left.stream());
    }
}
