// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.Policy.Action;
import io.thence.ThenceException;
import io.thence.ThenceException.PartStopped;
import io.thence.processor.DeadLetterBook.Kind;
import io.thence.processor.Lanes.GivenUp;
import io.thence.processor.Processor.Course;
import io.thence.processor.ProcessorLog.Standing;
import io.thence.store.EventStore;
import io.thence.supervise.Call;
import io.thence.world.Progress;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A processor from a start to where it stops or fails: what it has in hand, what takes that in and what writes it down.
 * It is made from the log alone. For the processor's thread, but where it is said.
 */
final class Incarnation {

    private static final System.Logger LOG = System.getLogger(Incarnation.class.getName());
    private static final Duration CHECKPOINT = Duration.ofMillis(Processor.APART_MILLIS);

    private final Course course;
    private final World world;
    private final Progress progress;
    private final Work work;
    private final Lanes lanes;
    private final Intake intake;
    private final Resetting resetting;
    private final Deferring deferring;
    private final ProcessorLog log;
    private final List<GivenUp> unwritten = new ArrayList<>();
    private Optional<Standing> toldStanding = Optional.empty();
    private long toldSeen;
    private boolean isClosed;

    /** An event has failed by what restarts its processor. */
    static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Throwable failure;
        private final String stored;
        private final transient PartStopped stopped;

        private Fault(Throwable failure, String stored, PartStopped stopped) {
            super(failure.getClass().getName(), null, false, false);
            this.failure = failure;
            this.stored = stored;
            this.stopped = stopped;
        }

        Throwable failure() {
            return failure;
        }

        /** What has failed, as far as that may be stored. */
        String stored() {
            return stored;
        }

        /** What is told where it is not restarted. */
        PartStopped stopped() {
            return stopped;
        }
    }

    /** One that goes on at the checkpoint of {@code store}; {@link #begin} begins. */
    Incarnation(Course course, GuardedHandler handler, EventStore store, Progress progress) {
        this.course = course;
        this.progress = progress;
        world = handler.world();
        log = new ProcessorLog(course, world, store);
        log.refuseOtherKeys();
        work = new Work(log.checkpoint().upTo(), course.room());
        lanes = new Lanes(course, handler, work, progress);
        intake = new Intake(course, store, work, log);
        resetting = new Resetting(world, intake, work, log);
        deferring = new Deferring(work, log, intake.drains(), world);
        progress.finished(upTo());
    }

    /** Raises {@code signal} whenever there may be something to do. */
    Incarnation wake(Signal signal) {
        intake.wake(signal);
        return this;
    }

    /** Has the lanes begin. */
    void begin() {
        log.tellOfOtherCode();
        lanes.start();
        pause(); // before the first lane takes anything
        lanes.wake(work.ready());
    }

    /** The calls that are under way. From any thread. */
    List<Call> calls() {
        return lanes.calls();
    }

    /** How full it is. From any thread. */
    double fill() {
        return work.fill();
    }

    /** The dead letters. From any thread. */
    List<DeadLetter> letters() {
        return log.book().letters();
    }

    /** How many of them are being tried again. From any thread. */
    int retried() {
        return log.book().count(Kind.RETRIED, Kind.ERASED);
    }

    /** It is told something as a whole, which is in the log. From any thread. */
    void controlled() {
        log.controlled();
    }

    /** Whether nothing is left of what it was told up to {@code position}, but for a pause. From any thread. */
    boolean isSettled(long position) {
        if (!log.isKnown()) { // asked first: from here on the controls are those, or later ones
            return false;
        }
        return log.isPaused() ? lanes.isPaused() : log.isSettled() && work.seen() >= position;
    }

    /** More events may be handled at the same time. From any thread. */
    void moreLanes() {
        lanes.wake(work.ready());
    }

    /** Up to where it has looked at everything. From any thread. */
    long seen() {
        return work.seen();
    }

    /** Number of the position from which on it needs all of the log. From any thread. */
    long needsFrom() {
        return log.needsFrom();
    }

    /** From which position on what waits needs what is filed under a key. From any thread. */
    Map<KeyValue, Long> needs() {
        return log.book().needs();
    }

    /** Whether anything is in hand. From any thread. */
    boolean isAnyInHand() {
        return !work.isEmpty();
    }

    /**
     * Does what there is to do; whether there was anything.
     *
     * @throws Fault if an event has failed by what restarts the processor
     */
    boolean step() {
        var paused = pause();
        boolean isPaused = paused.isPresent();
        lanes.wake(work.wake(world.nanos()));
        lanes.open();
        lanes.tellOfBreaker();
        giveUp();
        passOver();
        boolean moved = !isPaused && resetting.step();
        hurry();
        if (!isPaused && !resetting.isWaiting()) {
            var taken = intake.takeIn();
            lanes.wake(taken.ready());
            moved |= taken.isAny();
        }
        moved |= (isPaused || resetting.isOn()) ? lanes.hasGivenUp() : goOn();
        long reached = upTo();
        progress.note(paused.map(by -> "paused " + by).orElseGet(this::note));
        progress.finished(reached); // what has held up an event is not told any more when that is finished
        tell();
        log.writeDown(work);
        return moved || lanes.hasGivenUp();
    }

    /** Nothing rests that it waits for to go on elsewhere: nobody is handled meanwhile. */
    private void hurry() {
        if (lanes.hurry(resetting.isWaiting())) {
            lanes.wake(work.wake(Long.MAX_VALUE));
        }
    }

    /** What holds it up, but for a pause; empty if nothing does. */
    private String note() {
        var held = lanes.note();
        return held.isEmpty() ? resetting.note() : held;
    }

    /** Has the lanes pause, or go on, as it is told; by whom they are paused. */
    private Optional<String> pause() {
        var by = log.controls().pausedBy();
        if (lanes.pause(by.isPresent())) {
            lanes.wake(work.ready());
        }
        return by;
    }

    /** Up to here everything is handled, but for what waits, or is handled once more. */
    private long upTo() {
        return intake.drains().upTo(work.upTo());
    }

    /** Has the keys go on that were told to; whether there is more to look at. */
    private boolean goOn() {
        var fed = intake.drains().feed();
        lanes.wake(fed.ready());
        cleared(fed.cleared());
        return deferring.step() || fed.isMore();
    }

    private void giveUp() {
        if (unwritten.isEmpty()) {
            for (var one : lanes.givenUp()) {
                switch (one.action()) {
                    case STOP -> throw stoppedAt(one);
                    case RESTART -> throw new Fault(one.failure(), stored(one), stoppedAt(one));
                    case RETRY, DEAD_LETTER -> giveUp(one);
                }
            }
        }
        writeGivenUp();
    }

    private void giveUp(GivenUp one) {
        if (work.giveUp(one.task())) {
            log.tellOfReplay(one);
            intake.drains().end(one.item().key());
            unwritten.add(one);
        }
    }

    /** What lanes have given up is a dead letter when that is written down; where that fails, the next step writes. */
    private void writeGivenUp() {
        if (!unwritten.isEmpty()) {
            log.giveUp(unwritten, work);
            intake.erase(log.waiting(unwritten));
            unwritten.clear();
        }
    }

    private String stored(GivenUp one) {
        return failure(one) + ", at event " + one.item().event().id();
    }

    private String failure(GivenUp one) {
        var failure = Failure.of(one.failure(), course.tells().test(one.item().event().type()));
        return failure.type() + (failure.message().isEmpty() ? "" : ": " + failure.message());
    }

    /** Its message is told to who asks how the application is; it is caused by the failure, which the log has whole. */
    private PartStopped stoppedAt(GivenUp one) {
        return new PartStopped(course.who() + " has stopped at event " + one.item().event().id() + " (position "
                + one.item().position() + ": " + failure(one) + "): mend it and start again; nothing is lost",
                one.failure());
    }

    /** A dead letter that was annulled, or is erased, is passed over, and what queues behind it goes on. */
    private void passOver() {
        var annulled = intake.annulled();
        while (!annulled.isEmpty()) {
            lanes.goesOn(annulled.peek());
            log.annulled(annulled.peek()).ifPresent(intake.drains()::begin);
            annulled.remove();
        }
        var erased = intake.erased();
        while (!erased.isEmpty()) {
            var one = erased.element();
            log.erased(one.position(), one.why()).ifPresent(intake.drains()::begin);
            erased.remove();
        }
    }

    /** Nothing waits of {@code keys} any more; so nothing up to here is to be looked at again. */
    private void cleared(List<KeyValue> keys) {
        if (!keys.isEmpty()) {
            work.beginAll();
            log.cleared(keys, work);
            keys.forEach(intake.drains()::cleared);
        }
    }

    /** Who waits for dead letters, or for what was looked at, looks again. */
    private void tell() {
        var standing = Optional.of(log.standing(lanes.isPaused()));
        if (!standing.equals(toldStanding) || (work.seen() != toldSeen && progress.isListenedTo())) {
            toldStanding = standing;
            toldSeen = work.seen();
            progress.changed();
        }
    }

    /** When there may be something to do without a signal. */
    Duration rest(Duration otherwise) {
        long nanos = (log.isDue(work) || !work.isEmpty() ? CHECKPOINT : otherwise).toNanos();
        long due = work.nextDue().map(next -> Math.max(0, next - world.nanos())).orElse(nanos);
        return Duration.ofNanos(Math.min(Math.min(nanos, due), lanes.opensInNanos()));
    }

    /** Nothing more is taken. From any thread. */
    void end() {
        lanes.end();
    }

    /** Waits until the lanes have ended what they do. From any thread. */
    void stop() {
        lanes.stop();
    }

    /** What is under way is interrupted now: that it fails is no fault of its events. From any thread. */
    void cutShort() {
        lanes.cutShort();
    }

    /** Writes down how far it is, as far as that can be, once; what has failed is left open. */
    void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        lanes.tellOfBreaker();
        intake.close();
        try {
            writeGivenUp();
            lanes.givenUp().stream().filter(one -> one.action() == Action.RETRY || one.action() == Action.DEAD_LETTER)
                    .forEach(this::giveUp);
            writeGivenUp();
            log.writeDownNow(work);
        } catch (ThenceException e) {
            LOG.log(System.Logger.Level.WARNING, course.who() + " begins at " + log.checkpoint().wholeUpTo()
                    + " next time: " + e.getMessage());
        }
    }
}
