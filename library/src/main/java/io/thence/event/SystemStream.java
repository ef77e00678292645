// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.SystemEvent.BreakerChanged;
import io.thence.SystemEvent.DiskEnough;
import io.thence.SystemEvent.DiskLow;
import io.thence.SystemEvent.GaveUp;
import io.thence.SystemEvent.Halted;
import io.thence.SystemEvent.LagEnded;
import io.thence.SystemEvent.LagOver;
import io.thence.SystemEvent.Restarted;
import io.thence.SystemEvent.Stuck;
import io.thence.SystemEvent.Unstuck;
import io.thence.ThenceException.DiskFull;
import io.thence.store.Append;
import io.thence.store.Condition;
import io.thence.store.Durability;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.supervise.Restarts;
import io.thence.supervise.Supervisor;
import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Writes what happens to the system into the log, behind those who tell it: nobody waits for that. What is told is in
 * memory until then, {@value #PENDING_MAX} events at most; what comes while that many wait is logged as a warning and
 * not written. Where the disk is full they wait for room; where the store takes nothing more they end with it. Other
 * faults it meets as all parts do: it tries again after a rest, and gives up when that was too often.
 */
public final class SystemStream implements Machine, AutoCloseable {

    /** How many events may wait to be written. */
    static final int PENDING_MAX = 1_000;

    /** The types that this writes; {@code thence.dead-lettered} its consumer does. */
    public static final OwnTypes<SystemEvent> TYPES = new OwnTypes<>(Map.of(
            "thence.breaker-changed", BreakerChanged.class,
            "thence.part-restarted", Restarted.class,
            "thence.part-gave-up", GaveUp.class,
            "thence.part-halted", Halted.class,
            "thence.lag-over", LagOver.class,
            "thence.lag-ended", LagEnded.class,
            "thence.handler-stuck", Stuck.class,
            "thence.handler-unstuck", Unstuck.class,
            "thence.disk-low", DiskLow.class,
            "thence.disk-enough", DiskEnough.class));

    private static final System.Logger LOG = System.getLogger(SystemStream.class.getName());
    private static final int TOGETHER_MAX = 100;
    private static final Duration FULL = Duration.ofSeconds(1);

    private final EventStore store;
    private final Supervisor supervisor;
    private final Restarts restarts;
    private final Signal signal = new Signal();
    private final LinkedBlockingQueue<SystemEvent> told = new LinkedBlockingQueue<>(PENDING_MAX);
    private final List<SystemEvent> unwritten = new ArrayList<>();
    private final World.Running running;
    private boolean isFull;
    private boolean isEnded;

    /** Begins to write into {@code store}. */
    public SystemStream(World world, EventStore store, Supervision supervision) {
        this.store = store;
        supervisor = new Supervisor(supervision, world, this::tell);
        restarts = supervisor.restarts("system-stream", "the system stream");
        running = world.start("system-stream", this);
    }

    /** What events about {@code about} are filed under: a program's keys have no {@code $}. */
    public static KeyValue filed(String about) {
        return new KeyValue("$system", about);
    }

    /** Has {@code event} written. From any thread; it does not wait. */
    public void tell(SystemEvent event) {
        if (told.offer(event)) {
            signal.raise();
        } else {
            LOG.log(System.Logger.Level.WARNING, "not written, since " + PENDING_MAX + " others wait: " + event);
        }
    }

    /** What watches over it, and over all that is no application's own. */
    public Supervisor supervisor() {
        return supervisor;
    }

    @Override
    public boolean step() {
        if (isEnded || restarts.left().isPositive()) {
            return false;
        }
        told.drainTo(unwritten, TOGETHER_MAX - unwritten.size());
        if (unwritten.isEmpty()) {
            return false;
        }
        try {
            store.append(new Append(unwritten.stream().map(SystemStream::stored).toList(), Condition.NONE,
                    Optional.empty(), Optional.empty(), Origin.of("thence"), List.of(), Durability.FLUSHED));
            unwritten.clear();
            isFull = false;
            restarts.begun();
            return true;
        } catch (DiskFull _) {
            isFull = true; // written when there is room
        } catch (RuntimeException | Error e) {
            failed(e);
        }
        return false;
    }

    private void failed(Throwable e) {
        if (restarts.failed(e, Restarts.named(e)).isEmpty()) {
            isEnded = true;
            LOG.log(System.Logger.Level.WARNING, "what happens to the system is no longer written: " + e.getMessage());
        }
    }

    private static NewEvent stored(SystemEvent event) {
        return NewEvent.of(TYPES.name(event), 1, List.of(filed(event.about())), Json.write(event));
    }

    @Override
    public boolean isLight() {
        return true;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        return isFull ? FULL : restarts.isUnderWay() ? restarts.left() : UNTIL_TOLD;
    }

    /** Writes what was told, as far as there is room, and ends. */
    @Override
    public void close() {
        running.stop();
        boolean isMore = true;
        while (isMore) {
            isMore = step();
        }
    }
}
