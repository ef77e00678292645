// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.Event;
import io.thence.EventId;
import io.thence.Position;
import io.thence.Reaction;
import io.thence.ThenceException;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.ThenceException.Undecodable;
import io.thence.command.CommandPath;
import io.thence.event.AnnulledAhead;
import io.thence.event.Annulments;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.event.SystemEvents;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.EventStore;
import io.thence.store.Finished;
import io.thence.store.Lag;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.world.Machine;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs one reaction, as a state machine: a step takes events in and gives each to the lane of its stream, so that one
 * stream's events are handled in order and different streams' at the same time; and it writes down how far everything
 * is handled. After a crash it begins there: events after that are handled again, and the commands that they send again
 * are recognised by their ids.
 */
public final class Reactor implements Machine, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Reactor.class.getName());
    private static final int LANES = 16;
    private static final int IN_HAND_MAX = 1_024;
    private static final long POLL_BYTES = 1 << 20;
    private static final Duration CHECKPOINT = Duration.ofMillis(200);
    private static final Duration REST = Duration.ofSeconds(10);

    private final Reaction reaction;
    private final World world;
    private final EventStore store;
    private final EventCodec codec;
    private final Progress progress;
    private final Subscription subscription;
    private final AnnulledAhead ahead;
    private final Handled handled;
    private final Set<String> types = new LinkedHashSet<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final List<World.Running> running = new ArrayList<>();
    private final Signal signal = new Signal();
    private final long token;
    private long written;
    private long writtenNanos;

    /** Prepares the reaction; {@link #start} begins. */
    public Reactor(Reaction reaction, Ports ports, CommandPath commands) {
        this.reaction = reaction;
        world = ports.world();
        store = ports.store();
        codec = ports.codec();
        progress = new Progress(who(), world, signal);
        var checkpoint = store.checkpoint(reaction.name());
        token = checkpoint.token() + 1;
        written = checkpoint.upTo();
        handled = new Handled(written);
        writtenNanos = world.nanos() - CHECKPOINT.toNanos();
        progress.finished(written);
        reaction.clauses().forEach(clause -> types.addAll(codec.names(clause.type())));
        ahead = AnnulledAhead.of(store, written, types);
        var wanted = new LinkedHashSet<>(types);
        wanted.add(SystemEvents.ANNULLED.name());
        subscription = store.subscribe(Query.types(wanted), new Position(store.lineage(), written));
        subscription.wake(signal);
        for (int i = 0; i < LANES; i++) {
            lanes.add(new Lane(reaction, commands, this));
        }
    }

    private String who() {
        return "reaction '" + reaction.name() + "'";
    }

    /** Starts the lanes and the taking in. */
    public void start() {
        for (int i = 0; i < LANES; i++) {
            running.add(world.start(reaction.name() + "-" + i, lanes.get(i)));
        }
        running.addFirst(world.start(reaction.name(), this));
    }

    /** How far it is behind the log. */
    public Lag lag() {
        return Lag.of(store, types, progress.upTo(), world.now());
    }

    /** How far it has come. */
    public Progress progress() {
        return progress;
    }

    @Override
    public boolean step() {
        if (progress.failure() != null) {
            return false;
        }
        boolean moved = false;
        try {
            int room = IN_HAND_MAX - handled.inHand();
            if (room > 0) {
                var found = subscription.poll(room, POLL_BYTES);
                found.events().stream().filter(Annulments::isOne).map(Annulments::read).forEach(ahead::add);
                found.events().forEach(this::dispatch);
                handled.seen(found.upTo().number());
                moved = !found.events().isEmpty();
            }
            progress.finished(handled.upTo());
            writeDown();
        } catch (DiskFull _) {
            return false; // the checkpoint is written when there is room
        } catch (ThenceException e) {
            failed(e);
        } catch (RuntimeException e) {
            broken(e);
        } catch (Error e) {
            broken(e);
            throw e;
        }
        return moved;
    }

    private void broken(Throwable e) {
        failed(new PartStopped(who() + " has stopped after position " + progress.upTo() + " (" + e
                + "): start again; nothing is lost", e));
    }

    private void dispatch(StoredEvent stored) {
        if (Annulments.isOne(stored)) {
            ahead.met(Annulments.read(stored));
            return;
        }
        if (ahead.passesOver(stored)) {
            return;
        }
        var events = decoded(stored);
        events.forEach(event -> handled.begin(event.position().number()));
        events.forEach(event -> lanes.get(Math.floorMod(stream(event).hashCode(), LANES)).add(event));
    }

    private List<Event<?>> decoded(StoredEvent stored) {
        try {
            return codec.events(stored);
        } catch (Undecodable e) {
            throw stoppedAt(stored.id(), stored.position(), e);
        }
    }

    private static String stream(Event<?> event) {
        return event.keys().isEmpty() ? event.type() : event.keys().getFirst().toString();
    }

    /** Called by a lane when an event is handled. */
    void finished(long position) {
        handled.end(position);
        signal.raise();
    }

    /** Called by a lane when its code has failed: nothing more is taken in, and what is finished is kept. */
    void failed(Event<?> event, Throwable cause) {
        failed(stoppedAt(event.id(), event.position(), cause));
    }

    private PartStopped stoppedAt(EventId event, Position position, Throwable cause) {
        return new PartStopped(who() + " has stopped at event " + event + " (position " + position.number() + ": "
                + cause + "): mend it and start again; nothing is lost", cause);
    }

    private void failed(ThenceException why) {
        LOG.log(System.Logger.Level.ERROR, why.getMessage(), why);
        progress.failed(why);
        signal.raise();
    }

    private void writeDown() {
        long upTo = handled.lastHandled();
        boolean due = world.nanos() - writtenNanos >= CHECKPOINT.toNanos();
        if (upTo > written && due) {
            write(upTo);
        }
    }

    private void write(long upTo) {
        var answer = store.append(Append.finished(List.of(new Finished(reaction.name(), token, upTo))));
        if (answer instanceof Appended.Fenced(_, var checkpoint)) {
            throw new PartStopped(who() + " runs somewhere else too, with token " + checkpoint.token()
                    + ": stop one of them", new IllegalStateException(checkpoint.toString()));
        }
        written = upTo;
        writtenNanos = world.nanos();
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
        return handled.lastHandled() > written ? CHECKPOINT : REST;
    }

    /** Nobody waits any more. */
    @Override
    public void ended() {
        if (progress.failure() == null) {
            progress.failed(new Stopped(who() + " runs no more: its application is closed"));
        }
    }

    /** Takes nothing more in, lets the lanes end what they do, and writes down how far that is. */
    @Override
    public void close() {
        running.forEach(World.Running::stop);
        subscription.close();
        try {
            long upTo = handled.lastHandled();
            if (upTo > written) {
                write(upTo);
            }
        } catch (ThenceException e) {
            LOG.log(System.Logger.Level.WARNING, "reaction " + reaction.name() + " begins at " + written
                    + " next time: " + e.getMessage());
        }
    }
}
