// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.world.Progress;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** The progress of a view of several lanes: all of them have come that far. */
final class LaneProgress {

    private final Progress whole;
    private final long[] upTo;
    private final ReentrantLock lock = new ReentrantLock();

    LaneProgress(Progress whole, int lanes) {
        this.whole = whole;
        upTo = new long[lanes];
    }

    /** A lane has lost what came after {@code position}. */
    void again(int lane, long position) {
        lock.lock();
        try {
            upTo[lane] = position;
            whole.again(Math.min(whole.upTo(), position));
        } finally {
            lock.unlock();
        }
    }

    /** A lane has seen everything up to {@code position}. */
    void moved(int lane, long position) {
        lock.lock();
        try {
            upTo[lane] = position;
            whole.finished(Arrays.stream(upTo).min().orElse(0));
        } finally {
            lock.unlock();
        }
    }
}
