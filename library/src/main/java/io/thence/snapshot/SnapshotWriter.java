// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.KeyValue;
import io.thence.ThenceException;
import io.thence.ThenceException.OutcomeUnknown;
import io.thence.ThenceException.Stopped;
import io.thence.world.Machine;
import io.thence.world.Mark;
import io.thence.world.Signal;
import io.thence.world.World;
import java.util.concurrent.ArrayBlockingQueue;

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
    private boolean over;

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

    @Override
    public boolean step() {
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
