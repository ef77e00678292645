// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.PartStopped;
import io.thence.world.Machine;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits for the times of a schedule, and says which have come; it looks at the clock every ten seconds at least. */
abstract sealed class ScheduleClock implements Machine, AutoCloseable permits CronClock, DemandClock {

    private static final System.Logger LOG = System.getLogger(ScheduleClock.class.getName());
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration HELD_UP = Duration.ofSeconds(1);

    private final String schedule;
    private final World world;
    private final Progress progress;
    private final Signal signal = new Signal();
    private Optional<World.Running> running = Optional.empty();
    private boolean isFull;

    /** The clock of {@code schedule}; {@code progress} is told when it fails. */
    ScheduleClock(String schedule, World world, Progress progress) {
        this.schedule = schedule;
        this.world = world;
        this.progress = progress;
    }

    /** Says what is due; whether there was anything to do. */
    abstract boolean work();

    /** When something is due next, as far as is known. */
    abstract Optional<Instant> next();

    void start() {
        running = Optional.of(world.start(schedule + "-clock", this));
    }

    @Override
    public final boolean step() {
        if (progress.failure() != null) {
            return false;
        }
        try {
            boolean moved = work();
            isFull = false;
            return moved;
        } catch (DiskFull _) {
            isFull = true; // what is due is said when there is room
        } catch (RuntimeException e) {
            stopped(e);
        } catch (Error e) {
            stopped(e);
            throw e;
        }
        return false;
    }

    private void stopped(Throwable why) {
        var stopped = new PartStopped("the clock of schedule '" + schedule + "' has stopped (" + why
                + "): start again; nothing is lost", why);
        LOG.log(System.Logger.Level.ERROR, stopped.getMessage(), stopped);
        progress.failed(stopped);
    }

    @Override
    public final boolean isLight() {
        return true;
    }

    @Override
    public final Signal signal() {
        return signal;
    }

    @Override
    public final Duration rest() {
        if (isFull) {
            return HELD_UP;
        }
        return next().map(due -> Duration.between(world.now(), due))
                .map(left -> left.isNegative() ? Duration.ZERO : left)
                .filter(left -> left.compareTo(REST) < 0).orElse(REST);
    }

    @Override
    public void close() {
        running.ifPresent(World.Running::stop);
    }
}
