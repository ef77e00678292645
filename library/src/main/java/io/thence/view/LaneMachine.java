// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.ThenceException;
import io.thence.ThenceException.PartStopped;
import io.thence.view.lane.EventLane;
import io.thence.view.lane.Target;
import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;

/**
 * Turns one lane of a view: batch after batch, at the view's pace. Where the target is out of reach that may come back,
 * it is tried again, at growing distances.
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
    private Duration rest = IDLE;
    private Duration retry = Duration.ZERO;
    private long outNanos;

    /** What the lanes of a view have in common. */
    interface Lanes {
        /** How much it matters that it goes on. */
        Pace.Hurry hurry();

        /** Whether the caller may use the target now; {@code signal} is raised when it may. */
        boolean enter(Signal signal);

        /** The caller does not use the target now. */
        void leave();

        /** A lane has written. */
        void committed();

        /** A lane has seen more. */
        void moved(int lane, long upTo);

        /** The target is out of reach; what to do about it is said if it does not come back. */
        void outOfReach(Target.OutOfReach failure) throws PartStopped;

        /** The target answers again. */
        void isBack();

        /** Where a lane wishes for a target that is made anew. */
        NewTables newTables();

        /** The view has stopped. */
        void failed(ThenceException why);

        /** Whether it has stopped. */
        boolean hasFailed();

        /** A fault that nobody expected. */
        PartStopped stopped(Throwable e);
    }

    LaneMachine(Lanes view, World world, EventLane lane, Signal signal) {
        this.view = view;
        this.world = world;
        this.lane = lane;
        this.signal = signal;
        pace = new Pace(world.nanos());
    }

    EventLane lane() {
        return lane;
    }

    @Override
    public boolean step() {
        if (view.hasFailed() || view.newTables().areWanted()) {
            rest = IDLE;
            return false;
        }
        long left = pace.left(world.nanos(), view.hurry());
        if (left > 0) {
            rest = Duration.ofNanos(left);
            return false;
        }
        if (!view.enter(signal)) {
            rest = IDLE;
            return false;
        }
        try {
            return work();
        } catch (Target.OutOfReach e) {
            retryLater(e);
        } catch (EventLane.Outdated e) {
            LOG.log(System.Logger.Level.INFO, e.getMessage() + ": its tables are built anew");
            view.newTables().want();
        } catch (ThenceException e) {
            view.failed(e);
        } catch (RuntimeException e) {
            view.failed(view.stopped(e));
        } finally {
            view.leave();
        }
        return false;
    }

    private boolean work() {
        long begun = world.nanos();
        if (!retry.isZero()) {
            rest = Duration.ofNanos(retry.toNanos() - (begun - outNanos));
            if (rest.isPositive()) {
                return false;
            }
            lane.resume();
            retry = Duration.ZERO;
            view.isBack();
        }
        var before = lane.checkpoint();
        int found = lane.step();
        if (!lane.checkpoint().equals(before)) {
            pace.committed(begun, world.nanos());
            view.committed();
        }
        view.moved(lane.keying().lane(), lane.upTo());
        rest = IDLE;
        return found > 0;
    }

    private void retryLater(Target.OutOfReach failure) {
        try {
            view.outOfReach(failure);
            retry = retry.isZero() ? RETRY_MIN : min(retry.multipliedBy(2), RETRY_MAX);
            outNanos = world.nanos();
            rest = retry;
        } catch (PartStopped e) {
            view.failed(e);
        }
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
