// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.supervise.Restarts;
import io.thence.view.lane.Checkpoint;
import io.thence.view.lane.EventLane;
import io.thence.view.lane.Outdated;
import io.thence.view.lane.Target;
import io.thence.view.sql.Checkpoints.CheckpointLost;
import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Turns one lane of a view: batch after batch, at the view's pace. Where the target is out of reach that may come back,
 * it is tried again, at growing distances, however often. After other faults it begins again at what the target says,
 * as often as it may.
 */
final class LaneMachine implements Machine {

    private static final System.Logger LOG = System.getLogger(LaneMachine.class.getName());
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration RETRY_MIN = Duration.ofMillis(250);
    private static final Duration RETRY_MAX = Duration.ofSeconds(30);

    private final Lanes view;
    private final World world;
    private final EventLane lane;
    private final Signal signal;
    private final Pace pace;
    private final Restarts restarts;
    private Duration rest = IDLE;
    private Duration retry = Duration.ZERO;
    private boolean isOut;
    private long outNanos;
    private long knownHead;

    /** What the lanes of a view have in common. */
    interface Lanes {
        /** Whether it goes on. */
        ViewHealth health();

        /** What they write to, for messages. */
        String target();

        /** Number of the last position in the log. */
        long head();

        /** How much it matters that it goes on; {@code grows} says whether the log has grown since last time. */
        Pace.Hurry hurry(BooleanSupplier grows);

        /** Whether the caller may use the target now; {@code signal} is raised when it may. */
        boolean enter(Signal signal);

        /** The caller does not use the target now. */
        void leave();

        /** A lane has seen more. */
        void moved(int lane, long upTo);

        /** The target has lost what a lane wrote after {@code position}. */
        void lost(int lane, long position);

        /** Whether a target that is out of reach may come back. */
        boolean mayComeBack(Target.OutOfReach failure);

        /** The target is damaged, or holds what is annulled and nothing undoes. */
        void outdated(String why);

        /** The target has closed by itself, and does not come back by itself. */
        void closed();

        /** Whether the target is to be made anew before a lane goes on. */
        boolean isOutdated();
    }

    LaneMachine(Lanes view, World world, EventLane lane, Signal signal) {
        this.view = view;
        this.world = world;
        this.lane = lane;
        this.signal = signal;
        pace = new Pace(world.nanos());
        restarts = view.health().ofMachine();
    }

    EventLane lane() {
        return lane;
    }

    @Override
    public boolean step() {
        rest = IDLE;
        if (view.health().hasFailed() || view.isOutdated() || view.health().isPaused(lane.paused())) {
            return false;
        }
        long left = pace.left(world.nanos(), view.hurry(this::grows));
        if (left > 0) {
            rest = Duration.ofNanos(left);
            return false;
        }
        if (!view.enter(signal)) {
            return false;
        }
        try {
            return isBack() && work();
        } catch (Target.Damaged e) {
            failed(e);
            view.outdated(ViewHealth.DAMAGED);
        } catch (Target.OutOfReach e) {
            retryLater(e);
        } catch (Outdated e) {
            LOG.log(System.Logger.Level.INFO, e.getMessage());
            view.outdated("it holds what was annulled");
        } catch (RuntimeException | Error e) {
            failed(e);
        } finally {
            view.leave();
        }
        return false;
    }

    private void failed(Throwable e) {
        view.health().failed(restarts, e).ifPresent(this::tryIn);
    }

    private void tryIn(Duration time) {
        retry = time;
        isOut = true;
        outNanos = world.nanos();
        rest = time;
    }

    private boolean grows() {
        long head = view.head();
        boolean grows = head > knownHead;
        knownHead = head;
        return grows;
    }

    /** Whether the target is in reach; one that was not is tried when it is time. */
    private boolean isBack() {
        if (!isOut) {
            return true;
        }
        var left = Duration.ofNanos(retry.toNanos() - (world.nanos() - outNanos));
        if (left.isPositive()) {
            rest = left;
            return false;
        }
        connectAnew();
        retry = Duration.ZERO;
        isOut = false;
        if (restarts.isUnderWay()) {
            view.health().begun(restarts);
        } else {
            view.health().goesOn(view.target() + " is back");
        }
        return true;
    }

    /** Goes on where the target says that it is. For the lane's thread, or while it is kept out. */
    void connectAnew() {
        var before = lane.checkpoint();
        lane.resume();
        if (lane.checkpoint().position() < before.position()) {
            view.lost(lane.keying().lane(), lane.checkpoint().position());
        }
    }

    private boolean work() {
        long begun = world.nanos();
        var before = lane.checkpoint();
        long clearings = lane.wishes().clearings();
        int found;
        try {
            found = lane.step();
        } finally {
            tellKeys(before, clearings);
        }
        if (!lane.checkpoint().equals(before)) {
            pace.committed(begun, world.nanos());
        }
        view.moved(lane.keying().lane(), lane.upTo());
        rest = lane.rest().map(left -> min(left, IDLE)).orElse(IDLE);
        return found > 0;
    }

    /** Who waits for a key looks again. */
    private void tellKeys(Checkpoint before, long clearings) {
        if (lane.wishes().clearings() != clearings || !before.parked().equals(lane.checkpoint().parked())) {
            view.health().progress().changed();
        }
    }

    private void retryLater(Target.OutOfReach failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof CheckpointLost) {
            view.health().broken(cause);
            return;
        }
        if (!view.mayComeBack(failure)) {
            failed(cause);
            view.closed();
            return;
        }
        view.health().heldUp(view.target() + " is out of reach (" + cause.getMessage() + ")");
        tryIn(retry.isZero() ? RETRY_MIN : min(retry.multipliedBy(2), RETRY_MAX));
    }

    /** Ends the reading. */
    void close() {
        lane.close();
        restarts.closed();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        return rest;
    }
}
