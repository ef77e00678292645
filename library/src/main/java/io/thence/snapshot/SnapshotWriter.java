// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.KeyValue;
import io.thence.ThenceException;
import io.thence.ThenceException.OutcomeUnknown;
import io.thence.ThenceException.Stopped;
import io.thence.store.StoredEvent;
import io.thence.world.Machine;
import io.thence.world.Mark;
import io.thence.world.Signal;
import io.thence.world.World;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes snapshots, off the way of commands. Those that wait are bounded; what is too much is left out, and comes up
 * again when more events are folded.
 */
final class SnapshotWriter implements Machine {

    private static final System.Logger LOG = System.getLogger(SnapshotWriter.class.getName());

    private final World world;
    private final SnapshotLog log;
    private final ArrayBlockingQueue<Due> waiting;
    private final Signal signal = new Signal();
    private final AtomicReference<@Nullable Forget> wanted = new AtomicReference<>();
    private volatile long forgotten;
    private boolean over;
    private boolean waits;

    SnapshotWriter(World world, SnapshotLog log, int waitingMax) {
        this.world = world;
        this.log = log;
        waiting = new ArrayBlockingQueue<>(waitingMax);
    }

    /**
     * A state that is to be kept.
     *
     * @param fold     of which fold
     * @param filed    at which key
     * @param state    the state
     * @param position of the last event in it
     */
    record Due(FoldSnapshots<?> fold, KeyValue filed, Object state, long position) {}

    /** Takes a state in; false if too many wait. */
    boolean offer(Due due) {
        boolean taken = waiting.offer(due);
        signal.raise();
        return taken;
    }

    /**
     * Asks that no state stays of a fold that does not run, or was another one: it may know a person.
     *
     * @param number {@link #forgotten} says when that is done
     * @param isOwn  what may stay
     * @param done   raised then
     */
    void forget(long number, Predicate<StoredEvent> isOwn, Signal done) {
        wanted.accumulateAndGet(new Forget(number, isOwn, done),
                (old, fresh) -> old == null || old.number <= fresh.number ? fresh : old);
        signal.raise();
    }

    private record Forget(long number, Predicate<StoredEvent> isOwn, Signal done) {}

    /** The highest number up to which nothing is left to forget. */
    long forgotten() {
        return forgotten;
    }

    private boolean forget() {
        var asked = wanted.get();
        if (asked == null || asked.number <= forgotten) {
            return false;
        }
        try {
            log.dropUnless(asked.isOwn);
            forgotten = asked.number;
            waits = false;
            asked.done.raise();
            return true;
        } catch (ThenceException e) {
            if (!waits) {
                waits = true;
                LOG.log(System.Logger.Level.WARNING, "snapshots that may know who is to be forgotten are not deleted"
                        + " yet, which is tried again until it is done: " + e.getMessage());
            }
            return false; // again after a rest, and at the next start
        }
    }

    @Override
    public boolean step() {
        if (forget()) {
            return true;
        }
        var due = waiting.poll();
        if (due == null) {
            return false;
        }
        if (over) {
            return true;
        }
        try {
            write(due);
        } catch (ThenceException e) {
            over = e instanceof Stopped || e instanceof OutcomeUnknown;
            LOG.log(System.Logger.Level.WARNING, "a snapshot of " + due.filed() + " is not kept" + (over
                    ? ", and no other until the next start: " : ": ") + e.getMessage());
        }
        return true;
    }

    private void write(Due due) {
        var data = due.fold().encode(due);
        if (data.isPresent()) {
            over = !log.add(due.fold().key(due.filed()), data.get());
            if (over) {
                LOG.log(System.Logger.Level.WARNING, "snapshots have reached their limit of bytes: no more are kept"
                        + " until the next start, which drops them and begins anew");
            }
            world.mark(Mark.SNAPSHOT_WRITTEN);
        }
    }

    @Override
    public Signal signal() {
        return signal;
    }

    /** What waits is kept: the next start is when it is wanted. */
    @Override
    public void ended() {
        boolean more = true;
        while (more) {
            more = step();
        }
    }
}
