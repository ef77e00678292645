// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.Event;
import io.thence.Parked;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.PartStopped;
import io.thence.event.Annulments;
import io.thence.event.Keying;
import io.thence.event.Ports;
import io.thence.event.SystemEvents;
import io.thence.store.Claim;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.telemetry.BatchTelemetry;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Takes events to a target, those of one key in their order, and remembers with them how far it has come.
 *
 * <p>A batch that fails is written again event by event. One that fails then parks its key: the checkpoint names the
 * key and the event, later events of the key are passed over, and others go on. It is tried again when its rest is
 * over, as often as the policy says, from the posting list of the key, up to where the lane has come otherwise; so
 * nothing is ever out of its order. A new lane first tries again what rests, and counts anew;
 * a dead letter it tries when somebody says so.
 * No event is to blame for a deadlock: what met it is written again, once in each batch, and the second one stops it.
 */
public final class EventLane {

    /** How many keys may be parked; one more stops the lane. */
    public static final int PARKED_MAX = Projection.POLICY.deadLettersMax();

    private static final System.Logger LOG = System.getLogger(EventLane.class.getName());
    private static final int BATCH_EVENTS = 2_000;
    private static final long BATCH_BYTES = 4 << 20;

    private final String who;
    private final Ports ports;
    private final Set<String> types;
    private final Keying keying;
    private final Target target;
    private final Signal signal;
    private final AnnulledEvents annulled;
    private final Missing missing;
    private final Queues queues;
    private final Queue<Parked> again = new ArrayDeque<>();
    private final Attempts attempts;
    private final Faults faults;
    private final Letters letters;
    private final KeyWishes wishes = new KeyWishes();
    private final BatchTelemetry telemetry;
    private final UnderWay underWay;
    private Subscription subscription;
    private volatile Checkpoint checkpoint;
    private long upTo;
    private long heard;

    /** A lane that goes on where {@code target} says it is; {@code signal} is raised when there may be more. */
    public EventLane(Course course, Ports ports, Target target, Signal signal) {
        who = course.who();
        types = course.types();
        keying = course.keying();
        this.ports = ports;
        this.target = target;
        this.signal = signal;
        telemetry = new BatchTelemetry(ports.telemetry(), course.name(), ports.world());
        annulled = new AnnulledEvents(course, ports);
        missing = new Missing(course, ports.store());
        queues = new Queues(course, ports.store(), annulled);
        attempts = new Attempts(course.policy(), ports.world());
        faults = new Faults(course, ports.world(), attempts, telemetry);
        letters = course.letters();
        checkpoint = annulled.ahead(target.read());
        subscription = begin();
        underWay = new UnderWay(course, ports.supervisor());
    }

    private Subscription begin() {
        again.clear();
        again.addAll(checkpoint.parked());
        attempts.clear();
        upTo = checkpoint.position();
        missing.begin(checkpoint);
        var store = ports.store();
        var from = store.subscribe(Query.types(types), new Position(store.lineage(), upTo));
        from.wake(signal);
        return from;
    }

    /** By whom the projection was paused, and why, for messages; empty if it is not. */
    public Optional<String> paused() {
        return letters.paused();
    }

    /** What is under way is interrupted now, by a stop. From any thread. */
    public void cutShort() {
        attempts.cutShort();
    }

    /** How far it has come, and what is parked. From any thread. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** How many events of its types were removed from the log before it came to them. From any thread. */
    public long missed() {
        return missing.count();
    }

    /** What the lane looks at. */
    public Keying keying() {
        return keying;
    }

    /**
     * Number of the position up to which it has seen everything; what is to be tried again it has not. A key that is
     * built anew does not count: whoever asks for it finds it parked. For the lane's thread.
     */
    public long upTo() {
        long reached = upTo;
        for (var parked : again) {
            if (!parked.isBuiltAnew()) {
                reached = Math.min(reached, parked.position() - 1);
            }
        }
        return reached;
    }

    /** Reads the target's checkpoint and goes on from there: after it was out of reach, or made anew. */
    public void resume() {
        checkpoint = annulled.ahead(target.read());
        subscription.close();
        subscription = begin();
        wishes.keep(key -> checkpoint.parked(key).isPresent());
    }

    /**
     * Takes some events, if there are any.
     *
     * @return how many there were, also of other lanes
     * @throws Target.OutOfReach if the target does not answer: {@link #resume} when it does again
     * @throws Outdated          if the target is to be made anew: {@link #resume} then
     * @throws PartStopped       if it cannot go on
     */
    public int step() {
        hear();
        int found = next();
        faults.tell(checkpoint, upTo);
        return found;
    }

    /** What somebody has said is to be tried again is. */
    private void hear() {
        long now = letters.heard();
        if (now != heard) {
            heard = now;
            attempts.givenUp().stream().filter(letters::isRetried)
                    .forEach(key -> checkpoint.parked(key).ifPresent(parked -> {
                        attempts.forget(key);
                        tryNext(parked);
                    }));
        }
    }

    private int next() {
        var wish = wishes.begun();
        if (wish.isPresent()) {
            beginAnew(wish.get());
            return 1; // who looks at the checkpoint between two steps sees the key parked, and then not
        }
        attempts.due().forEach(key -> checkpoint.parked(key).ifPresent(this::tryNext));
        var parked = again.peek();
        if (parked != null) {
            return tryAgain(parked);
        }
        var found = subscription.poll(BATCH_EVENTS, BATCH_BYTES);
        missing.given(found.events());
        checkpoint = annulled.ahead(checkpoint, found.events(), upTo);
        var free = withoutLetters(found.events().stream().filter(keying::isMine).filter(this::isFree).toList());
        if (!free.isEmpty()) {
            take(free);
        }
        upTo = found.upTo().number();
        missing.done(upTo);
        return found.events().size();
    }

    /** Has what one key changed built anew, while later events of it wait. From any thread. */
    public KeyWishes wishes() {
        return wishes;
    }

    private void beginAnew(KeyWishes.Wish wish) {
        if (checkpoint.claim().isEmpty()) {
            wishes.ended(wish.key());
            return;
        }
        var parked = new Parked(wish.key(), 1, Parked.ANEW, "");
        var before = checkpoint;
        var next = before.with(parked);
        checkpoint = next; // before anything is let go of: who asks for the key waits
        if (!wishes.clear(wish, next)) {
            checkpoint = before;
            return;
        }
        tryNext(parked);
    }

    /** A key is tried again, when those before it are. */
    private void tryNext(Parked parked) {
        attempts.begun(parked.key());
        again.removeIf(waiting -> waiting.key().equals(parked.key()));
        again.add(parked);
    }

    /** How long until something that rests is to be tried again; empty if nothing rests. For the lane's thread. */
    public Optional<Duration> rest() {
        return attempts.left();
    }

    /** The keys of dead letters wait from here on: what comes before those is taken from their queues. */
    private List<StoredEvent> withoutLetters(List<StoredEvent> events) {
        if (!letters.areAny() || events.stream().noneMatch(this::isHeld)) {
            return events;
        }
        var waiting = letters.waiting(keying, events);
        var next = checkpoint;
        for (var parked : waiting) {
            next = next.with(parked);
        }
        write(List.of(), next);
        waiting.forEach(this::tryNext);
        return events.stream().filter(this::isFree).toList();
    }

    private boolean isHeld(StoredEvent event) {
        return letters.waiting(keying.key(event), event).isPresent();
    }

    private boolean isFree(StoredEvent event) {
        return !checkpoint.passesOver(event.number()) && !letters.isDiscarded(event.number())
                && (checkpoint.parked().isEmpty() || Keying.isForAll(event)
                        || checkpoint.parked(keying.key(event)).isEmpty());
    }

    private void take(List<StoredEvent> events) {
        faults.begins();
        var failure = failure(events, after(events));
        if (failure.isEmpty()) {
            return;
        }
        for (var event : events) {
            if (isFree(event)) {
                one(event);
            }
        }
    }

    private Checkpoint after(List<StoredEvent> events) {
        var last = events.getLast();
        return annulled.met(checkpoint, events).at(Claim.at(last), missing.at(last.number()));
    }

    private void one(StoredEvent event) {
        var after = after(List.of(event));
        var failure = failure(List.of(event), after);
        if (failure.isPresent()) {
            park(event, failure.get(), after);
        }
    }

    /** Writes; the exception, if it was the fault of the events. */
    private Optional<Throwable> failure(List<StoredEvent> stored, Checkpoint after) {
        return underWay.during(stored, () -> telemetry.around(stored, () -> written(stored, after)));
    }

    private Optional<Throwable> written(List<StoredEvent> stored, Checkpoint after) {
        try {
            var events = new ArrayList<Event<?>>(stored.size());
            boolean erases = false;
            for (var one : stored) {
                events.addAll(Annulments.isOne(one) ? annulled.undone(one, checkpoint) : ports.codec().events(one));
                erases |= one.type().equals(SystemEvents.ERASED.name());
            }
            write(events, erases ? after.unsaid() : after);
            annulled.freed(checkpoint, stored).forEach(this::tryNext);
            return Optional.empty();
        } catch (Target.OutOfReach | PartStopped | Outdated e) {
            throw e;
        } catch (Target.Deadlock e) {
            faults.letPass(stored, checkpoint, e);
            return stored.size() == 1 ? failure(stored, after) : Optional.of(e);
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            return Optional.of(e);
        }
    }

    private void write(List<Event<?>> events, Checkpoint after) {
        target.write(events, after);
        checkpoint = after;
    }

    private void park(StoredEvent event, Throwable failure, Checkpoint after) {
        var parked = faults.of(event, failure, checkpoint);
        write(List.of(), after.with(parked));
        faults.parked(event, parked, failure);
    }

    /** Takes some of the events that waited for the first one of a key, up to where the lane has come. */
    private int tryAgain(Parked parked) {
        again.remove();
        faults.begins();
        long last = Math.max(checkpoint.position(), upTo);
        var cameBack = queues.cameBack(parked, last);
        if (cameBack.isPresent()) {
            write(List.of(), checkpoint.with(cameBack.get()));
            attempts.giveUp(parked.key(), cameBack.get().position());
            ports.store().at(parked.position()).filter(event -> keying.key(event).equals(parked.key()))
                    .ifPresent(event -> faults.giveUp(event, new BadRequest(cameBack.get().message())));
            LOG.log(System.Logger.Level.ERROR, who + " has parked " + cameBack.get());
            wishes.ended(parked.key());
            return 1;
        }
        var queue = queues.next(parked, last).before(this::isHeld);
        if (queue.held() && queue.events().isEmpty()) {
            leave(parked, queue.next());
            return 1;
        }
        checkpoint = checkpoint.passing(queue.passed());
        var rest = taken(queue.events(), queue.end() ? checkpoint.without(parked.key())
                : checkpoint.with(parked.from(queue.next())));
        if (failure(queue.events(), rest).isPresent()) {
            if (!oneByOne(parked, queue.events())) {
                wishes.ended(parked.key());
                return queue.events().size();
            }
            write(List.of(), rest);
        }
        if (queue.end()) {
            attempts.forget(parked.key());
            LOG.log(System.Logger.Level.INFO, who + ": " + parked.key() + " is parked no more");
            wishes.ended(parked.key());
        } else {
            again.add(parked.from(queue.next()));
        }
        return Math.max(1, queue.events().size());
    }

    /** The event of a key at {@code position} is a dead letter, and not tried until somebody says so. */
    private void leave(Parked parked, long position) {
        if (parked.position() != position || parked.isBuiltAnew()) {
            letters.of(parked.key()).ifPresent(letter -> write(List.of(), checkpoint.with(
                    new Parked(parked.key(), position, letter.failure(), letter.message()))));
        }
        attempts.giveUp(parked.key(), position);
        wishes.ended(parked.key());
    }

    /**
     * The checkpoint after events that waited. What was passed over since the last claim is taken in with them: it
     * would come again from there.
     */
    private Checkpoint taken(List<StoredEvent> events, Checkpoint after) {
        return events.isEmpty() || events.getLast().position().number() <= after.position() ? after
                : after.at(Claim.at(events.getLast()), missing.count());
    }

    /** Whether all went through. */
    private boolean oneByOne(Parked parked, List<StoredEvent> events) {
        for (var event : events) {
            var after = taken(List.of(event), checkpoint.with(parked.from(event.position().number() + 1)));
            var failure = failure(List.of(event), after);
            if (failure.isPresent()) {
                park(event, failure.get(), checkpoint);
                return false;
            }
        }
        return true;
    }

    /** Ends the reading. */
    public void close() {
        underWay.close();
        subscription.close();
    }
}
