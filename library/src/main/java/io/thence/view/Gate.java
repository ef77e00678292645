// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.world.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Lets users of a database in, and keeps them out while it is made anew. May be used from any thread. */
final class Gate {

    private final Signal keeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Signal> waiting = new ArrayList<>();
    private int inside;
    private boolean shut;

    /** Raises {@code keeper} when the last one has left while it is shut. */
    Gate(Signal keeper) {
        this.keeper = keeper;
    }

    /** Whether the caller is in; if not, {@code signal} is raised when it is open again. */
    boolean enter(Signal signal) {
        lock.lock();
        try {
            if (!shut) {
                inside++;
                return true;
            }
            if (!waiting.contains(signal)) {
                waiting.add(signal);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Has the keeper look. */
    void wake() {
        keeper.raise();
    }

    /** The caller does not wait any more. */
    void giveUp(Signal signal) {
        lock.lock();
        try {
            waiting.remove(signal);
        } finally {
            lock.unlock();
        }
    }

    /** One who was in leaves. */
    void leave() {
        lock.lock();
        try {
            inside--;
            if (shut && inside == 0) {
                keeper.raise();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more; whether all have left. */
    boolean shut() {
        lock.lock();
        try {
            shut = true;
            return inside == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Lets them in again. */
    void open() {
        lock.lock();
        try {
            shut = false;
            waiting.forEach(Signal::raise);
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }
}
