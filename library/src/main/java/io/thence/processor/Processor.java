// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.Policy;
import io.thence.Start;
import io.thence.SystemEvent.BreakerState;
import io.thence.ThenceException;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.processor.Incarnation.Fault;
import io.thence.store.EventStore;
import io.thence.store.Finished;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.supervise.CallSource;
import io.thence.supervise.Restarts;
import io.thence.supervise.Supervisor;
import io.thence.world.Machine;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Takes the events of a log to a handler, as a state machine: a step takes events in, and writes down how far
 * everything is. Those of one key are handled in their order, others at the same time, each by a {@link Lane}.
 *
 * <p>What fails is tried again by the {@link Policy}. What is given up is written down as a dead letter, in one append
 * with the word that it is finished: its key waits then, and nothing of it is in hand. Events that come later of a key
 * that waits are passed over; when it is told to go on, they are read from the key's posting list ({@link Drains}).
 *
 * <p>The checkpoint says up to where everything is finished, but for what is in hand: after a crash that is handled
 * again, and what was finished within the {@value #APART_MILLIS} ms before. It has at most {@value #OPEN_MAX}
 * positions, whatever waits.
 *
 * <p>Where something fails that is no fault of an event, it is taken down whole, and after a rest another
 * {@link Incarnation} begins at the checkpoint. Who waits for its progress goes on waiting meanwhile.
 */
public final class Processor implements Machine, Consumer, AutoCloseable {

    /** How many events may be in hand. */
    public static final int OPEN_MAX = Finished.OPEN_MAX;

    /** How many milliseconds apart it writes down how far it is. */
    static final long APART_MILLIS = 200;

    private static final System.Logger LOG = System.getLogger(Processor.class.getName());
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration FULL = Duration.ofSeconds(1);

    private final Course course;
    private final World world;
    private final EventStore store;
    private final Supervisor supervisor;
    private final Restarts restarts;
    private final CallSource watched;
    private final Signal signal = new Signal();
    private final Progress progress;
    private final GuardedHandler handler;
    private volatile Incarnation now;
    private volatile boolean isTakenDown;
    private volatile boolean isEnding;
    private Optional<World.Running> running = Optional.empty();
    private boolean isDown;
    private boolean isFull;

    /**
     * What a processor is.
     *
     * @param what    the kind of part that it runs, for messages
     * @param name    the name of its checkpoint, its dead letters and its threads
     * @param types   stored names of the types of events that it handles, all that are in its terms
     * @param keying  which key an event is handled under
     * @param policy  what it does when the handler fails
     * @param tells   whether what an exception says may be stored, of events of a type: it may name a person
     * @param start   where in the log it begins, where it has never run
     * @param code    what the handler does, as a short text that is another one for other code; empty where that is
     *                not known
     * @param handler what it takes them to
     * @param room    how many events may be in hand, up to {@value #OPEN_MAX}
     * @param terms   which events of those types it takes
     */
    public record Course(String what, String name, Set<String> types, Keying keying, Policy policy,
            Predicate<String> tells, Start start, Supplier<String> code, Handler handler, int room,
            List<Query.Term> terms) {

        public Course {
            if (terms.isEmpty()) {
                throw new IllegalArgumentException(what + " '" + name + "' would take no event");
            }
        }

        /** One that takes all events of its types, and has room for as many as may be. */
        public Course(String what, String name, Set<String> types, Keying keying, Policy policy,
                Predicate<String> tells, Start start, Supplier<String> code, Handler handler) {
            this(what, name, types, keying, policy, tells, start, code, handler, OPEN_MAX,
                    List.of(new Query.Term(types, List.of())));
        }

        /** One that begins with the first event, and of whose code nothing is known. */
        public Course(String what, String name, Set<String> types, Keying keying, Policy policy,
                Predicate<String> tells, Handler handler) {
            this(what, name, types, keying, policy, tells, Start.BEGINNING, () -> "", handler);
        }

        String who() {
            return what + " '" + name + "'";
        }

        /** The same, with a handler of which is told what it does. */
        public Course observed(Ports ports) {
            return with(new ObservedHandler(this, ports));
        }

        /** The same, whose handler is run by {@code world}. */
        Course in(World world) {
            return with(new WorldHandler(who(), world, handler));
        }

        /** The same, of events that are filed under all of one of these lists; under anything, where there is none. */
        public Course about(List<List<KeyValue>> lists) {
            return lists.isEmpty() ? this : taking(lists.stream().map(keys -> new Query.Term(types, keys)).toList());
        }

        /** The same, of events that one of {@code others} matches; together they have all of its types. */
        public Course taking(List<Query.Term> others) {
            return new Course(what, name, types, keying, policy, tells, start, code, handler, room, others);
        }

        private Course with(Handler other) {
            return new Course(what, name, types, keying, policy, tells, start, code, other, room, terms);
        }

        /** Whether it takes events that are filed as {@code event} is. */
        boolean isAbout(StoredEvent event) {
            return terms.stream().anyMatch(term -> event.keys().containsAll(term.keys()));
        }

        /** Finds those of them that are handled under {@code key}, and some more. */
        Query query(KeyValue key) {
            return new Query(terms.stream().flatMap(term -> Keying.query(key, term.types()).terms().stream()
                    .map(found -> new Query.Term(found.types(), both(found.keys(), term.keys())))).toList());
        }

        private static List<KeyValue> both(List<KeyValue> some, List<KeyValue> others) {
            return Stream.concat(some.stream(), others.stream()).distinct().toList();
        }
    }

    /** Prepares it; {@link #start} begins. What happens to it {@code supervisor} is told, and restarts it. */
    public Processor(Course course, World world, EventStore store, Supervisor supervisor) {
        this.course = course;
        this.world = world;
        this.store = store;
        this.supervisor = supervisor;
        restarts = supervisor.restarts(course.name(), course.who());
        progress = new Progress(course.who(), world, signal);
        handler = new GuardedHandler(course.in(world), world, progress, supervisor::tell);
        now = new Incarnation(course, handler, store, progress).wake(signal);
        watched = new CallSource(course.name(), course.who(), () -> now.calls());
    }

    /** The name of its checkpoint and of its dead letters. */
    @Override
    public String name() {
        return course.name();
    }

    /** What it is. */
    Course course() {
        return course;
    }

    /** Starts to take events in. */
    public void start() {
        supervisor.watch(watched);
        now.begin();
        running = Optional.of(world.start(course.name(), this));
    }

    /** Finds the events that it handles. */
    public Query query() {
        return new Query(course.terms());
    }

    /** How much of what it may have in hand it has, from 0 to 1. From any thread. */
    public double fill() {
        return now.fill();
    }

    /** How far it has come; keys that wait do not count, nor those that are retried: {@link DeadLetters#await} does. */
    @Override
    public Progress progress() {
        return progress;
    }

    /** Its dead letters, the oldest first. From any thread. */
    public List<DeadLetter> deadLetters() {
        return now.letters();
    }

    /** The state of its circuit breaker, if its policy has one. From any thread. */
    public Optional<BreakerState> breaker() {
        return handler.breaker();
    }

    @Override
    public void told() {
        now.controlled();
        signal.raise();
    }

    @Override
    public boolean isThrough(long position) {
        return seen() >= position && now.retried() == 0;
    }

    @Override
    public boolean isSettled(long position) {
        return now.isSettled(position);
    }

    /** How many events it handles at the same time from now on. From any thread. */
    void lanes(int lanes) {
        handler.lanes(lanes);
        now.moreLanes();
        signal.raise();
    }

    /** Up to where it has looked at everything. From any thread. */
    long seen() {
        return now.seen();
    }

    /** From which position on what waits needs what is filed under a key. From any thread. */
    public Map<KeyValue, Long> needs() {
        return now.needs();
    }

    /** Number of the position from which on it needs all of the log. From any thread. */
    public long needsFrom() {
        return Math.min(now.needsFrom(), progress.upTo() + 1);
    }

    @Override
    public boolean step() {
        if (progress.failure() != null) {
            return false;
        }
        try {
            boolean moved = isDown ? beginAgain() : now.step();
            isFull = false;
            if (moved) {
                supervisor.begins();
            }
            return moved;
        } catch (DiskFull e) {
            isFull = true;
            progress.note(String.valueOf(e.getMessage()));
            return false; // what is to be written is written when there is room
        } catch (Fault e) {
            failed(e.failure(), e.stored(), e.stopped());
        } catch (ThenceException e) {
            failed(e, Restarts.told(e), e);
        } catch (RuntimeException | Error e) {
            failed(e, Restarts.named(e), stopped(e));
        }
        return false;
    }

    private PartStopped stopped(Throwable e) {
        return new PartStopped(course.who() + " has stopped after position " + progress.upTo() + " (" + e
                + "): start again; nothing is lost", e);
    }

    /** It is restarted, or has stopped for good: then {@code stopped} is what those are told who wait for it. */
    private void failed(Throwable why, String cause, ThenceException stopped) {
        if (restarts.failed(why, cause).isPresent()) {
            progress.note("it has failed, and begins again: " + why);
            takeDown();
        } else {
            now.end();
            LOG.log(System.Logger.Level.ERROR, stopped.getMessage(), stopped);
            progress.failed(stopped);
        }
    }

    /** What its lanes do comes to its end, beside this. */
    private void takeDown() {
        if (!isDown) {
            isDown = true;
            isTakenDown = false;
            var gone = now;
            gone.end();
            world.fork(course.name() + "-down", () -> {
                gone.stop();
                isTakenDown = true;
                signal.raise();
            });
        }
    }

    /** Begins at its checkpoint, when nothing is in hand any more and the rest is over; whether it has. */
    private boolean beginAgain() {
        if (!isTakenDown) {
            return false;
        }
        now.close();
        if (isEnding || restarts.left().isPositive()) {
            return false;
        }
        var next = new Incarnation(course, handler, store, progress).wake(signal);
        now = next;
        if (isEnding) {
            next.end(); // who said so has told the one before
        }
        next.controlled(); // it may have been told something since the next one has read what it is told
        next.begin();
        isDown = false;
        restarts.begun();
        return true;
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
        if (progress.failure() != null) {
            return REST;
        }
        if (isFull) {
            return FULL;
        }
        if (isDown) {
            return isTakenDown && !isEnding ? restarts.left() : REST;
        }
        if (now.isAnyInHand()) {
            supervisor.begins();
        }
        return now.rest(REST);
    }

    /** Nobody waits any more. */
    @Override
    public void ended() {
        if (progress.failure() == null) {
            progress.failed(new Stopped(course.who() + " runs no more: its application is closed"));
        }
    }

    /** Takes nothing more in, and does not begin again; {@link #close} does the rest. From any thread. */
    public void end() {
        isEnding = true;
        now.end();
    }

    /**
     * Takes nothing more in, lets the lanes end what they do, and writes down how far that is. What does not end in
     * time is interrupted, and handled again after the next start.
     */
    @Override
    public void close() {
        end();
        running.ifPresent(World.Running::stop);
        supervisor.drain(course.name(), now::stop, now::cutShort);
        supervisor.leave(watched);
        now.close();
    }
}
