// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.PartStopped;
import io.thence.world.Machine;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Waits for times, and says in the log which have come, for a processor to do what is due; it looks at the clock every
 * ten seconds at least. For the library's own machines.
 */
public abstract class DueClock implements Machine, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DueClock.class.getName());
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration HELD_UP = Duration.ofSeconds(1);

    private final String who;
    private final String thread;
    private final World world;
    private final Progress progress;
    private final Signal signal = new Signal();
    private Optional<World.Running> running = Optional.empty();
    private boolean isFull;

    /**
     * The clock of a part.
     *
     * @param who      what it is, with "has" or "have", for messages
     * @param thread   the name of its thread
     * @param progress that of the part's processor, told when the clock fails
     */
    protected DueClock(String who, String thread, World world, Progress progress) {
        this.who = who;
        this.thread = thread;
        this.world = world;
        this.progress = progress;
    }

    /**
     * The same for a part that comes further by its clock: {@link #progress} is its own.
     *
     * @param part what it is, for messages
     */
    protected DueClock(String part, String thread, World world) {
        this.who = "the clock of " + part + " has";
        this.thread = thread;
        this.world = world;
        progress = new Progress(part, world, signal);
    }

    /** How far the part has come. */
    public final Progress progress() {
        return progress;
    }

    /** The next full millisecond: events have no finer times. */
    public static Instant inMillis(Instant time) {
        var before = time.truncatedTo(ChronoUnit.MILLIS);
        return before.equals(time) ? time : before.plusMillis(1);
    }

    /** Says what is due; whether there was anything to do. */
    protected abstract boolean work();

    /** When something is due next, as far as is known. */
    protected abstract Optional<Instant> next();

    /** Begins. */
    public final void start() {
        running = Optional.of(world.start(thread, this));
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
            isFull = true; // what is due is said when there is room; the processor says what is in the way
        } catch (RuntimeException e) {
            stopped(e);
        } catch (Error e) {
            stopped(e);
            throw e;
        }
        return false;
    }

    private void stopped(Throwable why) {
        var stopped = new PartStopped(who + " stopped (" + why + "): start again; nothing is lost", why);
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
