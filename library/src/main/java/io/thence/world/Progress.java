// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.ThenceException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How far a reader of events has come, and its waiters. One thread reports; any thread waits. */
public final class Progress {

    private record Waiter(long position, Signal signal, AtomicReference<@Nullable ThenceException> refusal) {}

    private final String who;
    private final World world;
    private final Signal reader;
    private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Signal> listeners = new ConcurrentLinkedQueue<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile long upTo;
    private volatile String note = "";
    private volatile @Nullable ThenceException failure;

    /**
     * The progress of {@code who}, for messages.
     *
     * @param reader raised when somebody begins to wait, so that the reader does not rest longer
     */
    public Progress(String who, World world, Signal reader) {
        this.who = who;
        this.world = world;
        this.reader = reader;
    }

    /** Number of the position up to which everything is finished. */
    public long upTo() {
        return upTo;
    }

    /** Why it has stopped; null while it goes on. */
    public @Nullable ThenceException failure() {
        return failure;
    }

    /** Has the reader look at once whether there is something to do. */
    public void wake() {
        reader.raise();
    }

    /** Whether somebody waits. */
    public boolean isWaitedFor() {
        return !waiters.isEmpty();
    }

    /** Whether somebody wants to be told when it has moved. */
    public boolean isListenedTo() {
        return !listeners.isEmpty();
    }

    /** Reports that everything up to {@code position} is finished. */
    public void finished(long position) {
        if (position > upTo) {
            upTo = position;
            changed();
        }
        waiters.forEach(waiter -> {
            if (waiter.position() <= upTo) {
                waiter.signal().raise();
            }
        });
    }

    /** How often it has moved, stopped, was held up by something else, or {@link #changed}. */
    public long changes() {
        return changes.get();
    }

    /** Raises {@code signal} whenever it has moved, or stopped, or something has {@link #changed}. */
    public void tell(Signal signal) {
        listeners.add(signal);
    }

    /** Raises {@code signal} no more. */
    public void ignore(Signal signal) {
        listeners.remove(signal);
    }

    /** What holds it up without stopping it, for messages; empty if nothing does. */
    public void note(String what) {
        if (!what.equals(note)) {
            note = what;
            changed();
        }
    }

    /** What holds it up; empty if nothing does. */
    public String note() {
        return note;
    }

    /** Reports that it has lost what came after {@code position}, and goes on there; 0 is the beginning. */
    public void again(long position) {
        upTo = position;
        changed();
    }

    /** Reports that something else has changed in what it has finished. */
    public void changed() {
        changes.incrementAndGet();
        listeners.forEach(Signal::raise);
    }

    /** Reports that it has stopped. */
    public void failed(ThenceException why) {
        failure = why;
        changed();
        waiters.forEach(waiter -> waiter.signal().raise());
    }

    /** Tells all who wait now that it cannot go on as things are; who comes later is served anew. */
    public void refuse(ThenceException why) {
        waiters.forEach(waiter -> {
            waiter.refusal().set(why);
            waiter.signal().raise();
        });
    }

    /** When a wait of {@code limit} that begins now is over, for {@link #left}. */
    public long deadline(Duration limit) {
        return world.nanos() + limit.toNanos();
    }

    /** What is left until then; zero if nothing is. */
    public Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - world.nanos()));
    }

    /**
     * Waits until everything up to {@code position} is finished; false if that took longer than {@code limit}.
     *
     * @throws ThenceException the failure with which it stopped, or for which this waiting was refused
     */
    public boolean await(long position, Duration limit) {
        if (upTo >= position) {
            return true;
        }
        long deadline = deadline(limit);
        var waiter = new Waiter(position, new Signal(), new AtomicReference<>());
        waiters.add(waiter);
        wake();
        try {
            while (upTo < position) {
                var refused = waiter.refusal().get();
                var failed = refused == null ? failure : refused;
                if (failed != null) {
                    throw failed;
                }
                var left = left(deadline);
                if (left.isZero()) {
                    return false;
                }
                world.await(waiter.signal(), left);
            }
            return true;
        } finally {
            waiters.remove(waiter);
        }
    }

    /**
     * Waits until {@code met}, which is asked again whenever it has moved, or something has {@link #changed}; false if
     * that took longer than {@code limit}.
     *
     * @throws ThenceException the failure with which it stopped
     */
    public boolean await(BooleanSupplier met, Duration limit) {
        long deadline = deadline(limit);
        var moved = new Signal();
        tell(moved);
        try {
            while (!met.getAsBoolean()) {
                var failed = failure;
                var left = left(deadline);
                if (failed != null) {
                    throw failed;
                }
                if (left.isZero()) {
                    return false;
                }
                world.await(moved, left);
            }
            return true;
        } finally {
            ignore(moved);
        }
    }

    @Override
    public String toString() {
        var failed = failure;
        if (failed != null) {
            return who + " has finished up to position " + upTo + ", and has stopped: "
                    + String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
        }
        return who + " has finished up to position " + upTo + (note.isEmpty() ? "" : "; " + note);
    }
}
