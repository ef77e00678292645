// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.Handling;
import io.thence.Parked;
import io.thence.Policy.Action;
import io.thence.ThenceException.PartStopped;
import io.thence.event.Annulments;
import io.thence.event.Keying;
import io.thence.store.StoredEvent;
import io.thence.supervise.Restarts;
import io.thence.telemetry.BatchTelemetry;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.List;

/** What becomes of a lane, and of the key, when an event fails. For the lane's thread. */
final class Faults {

    private static final System.Logger LOG = System.getLogger(Faults.class.getName());

    /** Until then the other transaction has taken what it waited for: it would meet this one there again. */
    private static final Duration LET_PASS = Duration.ofMillis(250);

    private final String name;
    private final String who;
    private final World world;
    private final Keying keying;
    private final Attempts attempts;
    private final Untold untold;
    private final BatchTelemetry telemetry;
    private boolean deadlocked;

    Faults(Course course, World world, Attempts attempts, BatchTelemetry telemetry) {
        this.world = world;
        name = course.name();
        who = course.who();
        keying = course.keying();
        untold = new Untold(course.letters());
        this.attempts = attempts;
        this.telemetry = telemetry;
    }

    /**
     * What waits for an event that has failed, in a lane that is at {@code checkpoint}.
     *
     * @throws PartStopped      if the lane cannot go on without the event, or the policy says that it does not
     * @throws RuntimeException {@code failure}, if the policy says that the lane begins again for it, or a stop has cut
     *                          it short; or an Error
     */
    Parked of(StoredEvent event, Throwable failure, Checkpoint checkpoint) {
        attempts.blameNoEventFor(failure);
        var where = place(event);
        if (Keying.isForAll(event)) {
            throw stopped(where, Annulments.isOne(event) ? "what it annuls is not undone" : "a person is not blanked",
                    failure);
        }
        attempts.beginAgainFor(failure);
        if (attempts.action(failure) == Action.STOP) {
            throw stopped(where, "its policy stops it at such a failure", failure);
        }
        var key = keying.key(event);
        if (checkpoint.parked().size() >= EventLane.PARKED_MAX && checkpoint.parked(key).isEmpty()) {
            throw stopped(where, "with " + EventLane.PARKED_MAX + " keys parked no more may be", failure);
        }
        var parked = Letters.parked(key, event.number(), failure);
        boolean isUnsaid = checkpoint.parked(key)
                .filter(before -> before.message().isEmpty() && !before.isBuiltAnew()).isPresent();
        return isUnsaid ? parked.unsaid() : parked; // a person was forgotten since it was parked
    }

    /** The key is parked, and its event rests, or is given up. */
    void parked(StoredEvent event, Parked parked, Throwable failure) {
        Handling.together(List.of(event.handledBy(name, parked.key())), () -> tell(event, parked, failure));
    }

    private void tell(StoredEvent event, Parked parked, Throwable failure) {
        var rest = attempts.failed(parked.key(), parked.position(), failure);
        if (rest.isPresent()) {
            int failures = attempts.failures(parked.key(), parked.position());
            telemetry.retries(event, failures, failure, rest.get());
            LOG.log(System.Logger.Level.WARNING, who + " has parked " + parked + " at event " + event.id()
                    + ": later events of this key wait, other keys go on; it is tried again in "
                    + rest.get().toMillis() + " ms, after attempt " + failures + " of " + attempts.most());
        } else {
            LOG.log(System.Logger.Level.ERROR, who + " has parked " + parked + " at event " + event.id()
                    + ": later events of this key wait, other keys go on; mend it and have it retried, or discarded"
                    + " (thence dead-letters)", failure);
            giveUp(event, failure);
        }
    }

    /** The event, for which its key waits, is to be a dead letter. */
    void giveUp(StoredEvent event, Throwable failure) {
        var key = keying.key(event);
        int failures = attempts.failures(key, event.number());
        telemetry.givesUp(event, failures, failure);
        untold.add(key, event, failures, failure);
    }

    /** Says what is given up and what of it is over, in a lane that has seen everything up to {@code upTo}. */
    void tell(Checkpoint checkpoint, long upTo) {
        untold.tell(keying, key -> checkpoint.parked(key).isPresent(), upTo);
    }

    /** A batch is begun: the first deadlock of it is logged, the second one stops the lane. */
    void begins() {
        deadlocked = false;
    }

    /** Waits until the other transaction has what it waited for, after the first deadlock of a batch. */
    void letPass(List<StoredEvent> events, Checkpoint checkpoint, Target.Deadlock deadlock) {
        var where = events.isEmpty() ? "after position " + checkpoint.position() : place(events.getFirst());
        if (deadlocked) {
            throw stopped(where, "two transactions waited for each other twice: let no two lanes change the same rows,"
                    + " nor other programs", deadlock);
        }
        deadlocked = true;
        LOG.log(System.Logger.Level.WARNING, who + ", lane " + keying.lane() + ", has met a deadlock " + where
                + " (" + deadlock.getMessage() + "): the " + events.size() + " events of its transaction are written"
                + " again, one by one, once; let no two lanes change the same rows, nor other programs");
        world.await(new Signal(), LET_PASS);
    }

    private static String place(StoredEvent event) {
        return "at event " + event.id() + ", position " + event.position().number();
    }

    /** Its message is told to who asks how the application is, and what {@code e} says might name a person. */
    PartStopped stopped(String where, String why, Throwable e) {
        return new PartStopped(who + " has stopped " + where + " (" + Restarts.named(e) + "): " + why
                + "; mend it, raise its version and start again; nothing is lost", e);
    }
}
