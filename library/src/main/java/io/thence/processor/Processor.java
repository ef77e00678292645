// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.Policy;
import io.thence.Start;
import io.thence.SystemEvent;
import io.thence.SystemEvent.BreakerState;
import io.thence.ThenceException;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.processor.Lanes.GivenUp;
import io.thence.store.EventStore;
import io.thence.store.Finished;
import io.thence.world.Machine;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

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
 */
public final class Processor implements Machine, AutoCloseable {

    /** How many events may be in hand. */
    public static final int OPEN_MAX = Finished.OPEN_MAX;

    /** How many milliseconds apart it writes down how far it is. */
    static final long APART_MILLIS = 200;

    private static final System.Logger LOG = System.getLogger(Processor.class.getName());
    private static final Duration CHECKPOINT = Duration.ofMillis(APART_MILLIS);
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration FULL = Duration.ofSeconds(1);

    private final Course course;
    private final World world;
    private final Signal signal = new Signal();
    private final Progress progress;
    private final Work work;
    private final Lanes lanes;
    private final Intake intake;
    private final Resetting resetting;
    private final ProcessorLog log;
    private final List<GivenUp> unwritten = new ArrayList<>();
    private List<DeadLetter> toldLetters = List.of();
    private boolean isToldSettled = true;
    private long toldSeen;
    private Optional<World.Running> running = Optional.empty();
    private boolean isFull;

    /**
     * What a processor is.
     *
     * @param what    the kind of part that it runs, for messages
     * @param name    the name of its checkpoint, its dead letters and its threads
     * @param types   stored names of the types of events that it handles
     * @param keying  which key an event is handled under
     * @param policy  what it does when the handler fails
     * @param tells   whether what an exception says may be stored, of events of a type: it may name a person
     * @param start   where in the log it begins, where it has never run
     * @param code    what the handler does, as a short text that is another one for other code; empty where that is
     *                not known
     * @param handler what it takes them to
     */
    public record Course(String what, String name, Set<String> types, Keying keying, Policy policy,
            Predicate<String> tells, Start start, Supplier<String> code, Handler handler) {

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

        private Course with(Handler other) {
            return new Course(what, name, types, keying, policy, tells, start, code, other);
        }
    }

    /** Prepares it; {@link #start} begins. What happens to it {@code system} is told, which does not wait. */
    public Processor(Course course, World world, EventStore store, Consumer<SystemEvent> system) {
        this.course = course;
        this.world = world;
        progress = new Progress(course.who(), world, signal);
        log = new ProcessorLog(course, world, store);
        work = new Work(log.checkpoint().upTo());
        lanes = new Lanes(course, new GuardedHandler(course.in(world), world, progress, system), work, progress);
        intake = new Intake(course, store, work, log);
        intake.wake(signal);
        resetting = new Resetting(world, intake, work, log);
        progress.finished(work.upTo());
    }

    /** The name of its checkpoint and of its dead letters. */
    String name() {
        return course.name();
    }

    /** Starts to take events in. */
    public void start() {
        log.tellOfOtherCode();
        lanes.start();
        pause(); // before the first lane takes anything
        lanes.wake(work.ready());
        running = Optional.of(world.start(course.name(), this));
    }

    /** Stored names of the types of events that it handles. */
    public Set<String> types() {
        return course.types();
    }

    /** How much of what it may have in hand it has, from 0 to 1. From any thread. */
    public double fill() {
        return work.fill();
    }

    /** How far it has come; keys that wait do not count, nor those that are retried: {@link DeadLetters#await} does. */
    public Progress progress() {
        return progress;
    }

    /** Its dead letters, the oldest first. From any thread. */
    public List<DeadLetter> deadLetters() {
        return log.letters();
    }

    /** The state of its circuit breaker, if its policy has one. From any thread. */
    public Optional<BreakerState> breaker() {
        return lanes.breaker();
    }

    /** It is told something as a whole, which is in the log. From any thread. */
    void controlled() {
        log.controlled();
        signal.raise();
    }

    /** Whether nothing is left of what it was told, but for a pause. From any thread. */
    boolean isSettled() {
        return log.isSettled();
    }

    /** How many events it handles at the same time from now on. From any thread. */
    void lanes(int most) {
        lanes.most(most);
        signal.raise();
    }

    /** Up to where it has looked at everything. From any thread. */
    long seen() {
        return work.seen();
    }

    /** Number of the position from which on it needs the log. */
    public long needsFrom() {
        return Math.min(log.needsFrom(), progress.upTo() + 1);
    }

    @Override
    public boolean step() {
        if (progress.failure() != null) {
            return false;
        }
        try {
            boolean moved = work();
            goesOn();
            return moved;
        } catch (DiskFull e) {
            isFull = true;
            progress.note(String.valueOf(e.getMessage()));
            return false; // what is to be written is written when there is room
        } catch (ThenceException e) {
            failed(e);
        } catch (RuntimeException e) {
            broken(e);
        } catch (Error e) {
            broken(e);
            throw e;
        }
        return false;
    }

    private void goesOn() {
        if (isFull) {
            isFull = false;
            if (!lanes.isHeldUp()) {
                progress.note(lanes.note());
            }
        }
    }

    private boolean work() {
        boolean isPaused = pause();
        lanes.wake(work.wake(world.nanos()));
        lanes.open();
        giveUp();
        passOver();
        boolean moved = !isPaused && resetting.step();
        if (!isPaused && !resetting.isWaiting()) {
            var taken = intake.takeIn();
            lanes.wake(taken.ready());
            moved |= taken.isAny();
        }
        moved |= (isPaused || resetting.isOn()) ? lanes.hasGivenUp() : goOn();
        progress.finished(work.upTo());
        tell();
        log.writeDown(work);
        return moved || lanes.hasGivenUp();
    }

    /** Has the lanes pause, or go on, as it is told; whether they pause. */
    private boolean pause() {
        var paused = log.controls().paused();
        if (lanes.pause(paused.isPresent())) {
            progress.note(paused.map(told -> "paused by " + told.by() + ": " + told.why()).orElse(""));
            lanes.wake(work.ready());
        }
        return paused.isPresent();
    }

    /** Has the keys go on that were told to; whether there is more to look at. */
    private boolean goOn() {
        var fed = intake.drains().feed();
        lanes.wake(fed.ready());
        fed.cleared().forEach(this::cleared);
        return fed.isMore();
    }

    /** What lanes have given up is a dead letter when that is written down; where that fails, the next step writes. */
    private void giveUp() {
        if (unwritten.isEmpty()) {
            for (var one : lanes.givenUp()) {
                if (one.stops()) {
                    throw stoppedAt(one);
                }
                if (work.giveUp(one.task())) {
                    intake.drains().end(one.item().key());
                    unwritten.add(one);
                }
            }
        }
        if (!unwritten.isEmpty()) {
            log.giveUp(unwritten, work);
            unwritten.clear();
        }
    }

    /** A dead letter that was annulled is passed over, and what queues behind it goes on. */
    private void passOver() {
        var annulled = intake.annulled();
        while (!annulled.isEmpty()) {
            log.annulled(annulled.peek()).ifPresent(intake.drains()::begin);
            annulled.remove();
        }
    }

    /** Nothing waits of {@code key} any more; so nothing up to here is to be looked at again. */
    private void cleared(KeyValue key) {
        work.beginAll();
        log.cleared(key, work);
        intake.drains().end(key);
    }

    /** Who waits for dead letters, or for what was looked at, looks again. */
    private void tell() {
        boolean isNew = isToldSettled != log.isSettled() || !log.letters().equals(toldLetters);
        if (isNew || (work.seen() != toldSeen && progress.isListenedTo())) {
            toldLetters = log.letters();
            isToldSettled = log.isSettled();
            toldSeen = work.seen();
            progress.changed();
        }
    }

    private PartStopped stoppedAt(GivenUp one) {
        return new PartStopped(course.who() + " has stopped at event " + one.item().event().id() + " (position "
                + one.item().position() + ": " + one.failure() + "): mend it and start again; nothing is lost",
                one.failure());
    }

    private void broken(Throwable e) {
        failed(new PartStopped(course.who() + " has stopped after position " + progress.upTo() + " (" + e
                + "): start again; nothing is lost", e));
    }

    private void failed(ThenceException why) {
        lanes.end();
        LOG.log(System.Logger.Level.ERROR, why.getMessage(), why);
        progress.failed(why);
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
        long nanos = (log.isDue(work) || !work.isEmpty() ? CHECKPOINT : REST).toNanos();
        long due = work.nextDue().map(next -> Math.max(0, next - world.nanos())).orElse(nanos);
        return Duration.ofNanos(Math.min(Math.min(nanos, due), lanes.opensInNanos()));
    }

    /** Nobody waits any more. */
    @Override
    public void ended() {
        if (progress.failure() == null) {
            progress.failed(new Stopped(course.who() + " runs no more: its application is closed"));
        }
    }

    /** Takes nothing more in, lets the lanes end what they do, and writes down how far that is. */
    @Override
    public void close() {
        lanes.end();
        running.ifPresent(World.Running::stop);
        lanes.stop();
        intake.close();
        try {
            giveUp();
            log.writeDownNow(work);
        } catch (ThenceException e) {
            LOG.log(System.Logger.Level.WARNING, course.who() + " begins at " + log.checkpoint().wholeUpTo()
                    + " next time: " + e.getMessage());
        }
    }
}
