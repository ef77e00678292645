// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.PartStopped;
import io.thence.event.Ports;
import io.thence.supervise.Restarts;
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
 * ten seconds at least. Where it fails it begins again after a rest, as at a start. For the library's own machines.
 */
public abstract class DueClock implements Machine, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DueClock.class.getName());
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration HELD_UP = Duration.ofSeconds(1);

    private final Named named;
    private final World world;
    private final Progress progress;
    private final Restarts restarts;
    private final Signal signal = new Signal();
    private Optional<World.Running> running = Optional.empty();
    private boolean isFull;

    /**
     * What a clock is called.
     *
     * @param part   the name of its part
     * @param who    what it is, for messages
     * @param thread the name of its thread
     */
    public record Named(String part, String who, String thread) {}

    /** The clock of a part, whose processor's {@code progress} is told when the clock has stopped for good. */
    protected DueClock(Named named, Ports ports, Progress progress) {
        this.named = named;
        world = ports.world();
        this.progress = progress;
        restarts = ports.supervisor().restarts(named.part(), named.who());
    }

    /** The same for a part that comes further by its clock: {@link #progress} is its own. */
    protected DueClock(Named named, Ports ports) {
        this.named = named;
        world = ports.world();
        progress = new Progress(named.who(), world, signal);
        restarts = ports.supervisor().restarts(named.part(), named.who());
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

    /** Forgets what it has at hand: it begins again as at a start. */
    protected abstract void again();

    /** Begins. */
    public final void start() {
        running = Optional.of(world.start(named.thread(), this));
    }

    @Override
    public final boolean step() {
        if (progress.failure() != null || restarts.left().isPositive()) {
            return false;
        }
        try {
            if (restarts.isUnderWay()) {
                again();
                restarts.begun();
            }
            boolean moved = work();
            isFull = false;
            return moved;
        } catch (DiskFull _) {
            isFull = true; // what is due is said when there is room; the processor says what is in the way
        } catch (RuntimeException | Error e) {
            failed(e);
        }
        return false;
    }

    private void failed(Throwable why) {
        if (restarts.failed(why, Restarts.told(why)).isEmpty()) {
            var stopped = new PartStopped(named.who() + " stopped for good (" + why + "): start again; nothing is lost",
                    why);
            LOG.log(System.Logger.Level.ERROR, stopped.getMessage(), stopped);
            progress.failed(stopped);
        }
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
        if (progress.failure() != null) {
            return REST;
        }
        if (isFull) {
            return HELD_UP;
        }
        if (restarts.isUnderWay()) {
            return restarts.left();
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
