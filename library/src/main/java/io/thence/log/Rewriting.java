// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Stopped;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Who puts files in the place of a log's segments: one compaction, or one archiving, at a time, and none once the log
 * is being closed. Any thread; nobody waits while it holds the lock.
 */
final class Rewriting {

    private static final Duration RECHECK = Duration.ofMillis(10);

    private final World world;
    private final ReentrantLock lock = new ReentrantLock();
    private final Signal archived = new Signal();
    private Optional<Compaction> compaction = Optional.empty();
    private boolean archiving;
    private boolean removed;
    private volatile boolean closed;

    Rewriting(World world) {
        this.world = world;
    }

    /** Starts the compaction that is made only now. */
    Compaction compact(Supplier<Compaction> preparing) {
        Optional<Compaction> before;
        Compaction fresh;
        lock.lock();
        try {
            refuse();
            before = compaction;
            removed |= hasRemoved();
            fresh = preparing.get().start();
            compaction = Optional.of(fresh);
        } finally {
            lock.unlock();
        }
        before.ifPresent(Compaction::stop);
        return fresh;
    }

    /** Lets {@code task} archive on the caller's thread; it ends early when the log is closed meanwhile. */
    int archive(LongConsumer watch, ToIntFunction<LongConsumer> task) {
        lock.lock();
        try {
            refuse();
            archiving = true;
        } finally {
            lock.unlock();
        }
        try {
            return task.applyAsInt(bytes -> {
                if (closed) {
                    throw new Stopped("archiving was stopped, since the store is closed: archive again, it goes on");
                }
                watch.accept(bytes);
            });
        } finally {
            lock.lock();
            try {
                archiving = false;
            } finally {
                lock.unlock();
            }
            archived.raise();
        }
    }

    private void refuse() {
        if (closed) {
            throw new Stopped("the store is closed: open it anew");
        }
        if (archiving) {
            throw new BadRequest("segments are being archived: wait until that is over");
        }
        if (compaction.filter(running -> !running.progress().over()).isPresent()) {
            throw new BadRequest("a compaction is running: wait until it is over, or stop it");
        }
    }

    private boolean hasRemoved() {
        return compaction.filter(last -> last.progress().removed() > 0).isPresent();
    }

    private boolean isArchiving() {
        lock.lock();
        try {
            return archiving;
        } finally {
            lock.unlock();
        }
    }

    /** Ends what runs, and lets nothing begin; whether a compaction has removed anything. */
    boolean close() {
        Optional<Compaction> running;
        lock.lock();
        try {
            closed = true;
            running = compaction;
        } finally {
            lock.unlock();
        }
        running.ifPresent(Compaction::stop);
        while (isArchiving()) {
            world.await(archived, RECHECK);
        }
        return removed || hasRemoved();
    }
}
