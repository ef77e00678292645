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
import java.util.List;

/** What becomes of a lane, and of the key, when an event fails. For the lane's thread. */
final class Faults {

    private static final System.Logger LOG = System.getLogger(Faults.class.getName());

    private final String name;
    private final String who;
    private final Keying keying;
    private final Attempts attempts;

    Faults(EventLane.Course course, Attempts attempts) {
        name = course.name();
        who = course.who();
        keying = course.keying();
        this.attempts = attempts;
    }

    /**
     * What waits for an event that has failed, in a lane that is at {@code checkpoint}.
     *
     * @throws PartStopped      if the lane cannot go on without the event, or the policy says that it does not
     * @throws RuntimeException {@code failure}, if the policy says that the lane begins again for it; or an Error
     */
    Parked of(StoredEvent event, Throwable failure, Checkpoint checkpoint) {
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
        var parked = new Parked(key, event.position().number(), failure.getClass().getName(),
                String.valueOf(failure.getMessage()));
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
            LOG.log(System.Logger.Level.WARNING, who + " has parked " + parked + " at event " + event.id()
                    + ": later events of this key wait, other keys go on; it is tried again in "
                    + rest.get().toMillis() + " ms, after attempt "
                    + attempts.failures(parked.key(), parked.position()) + " of " + attempts.most());
        } else {
            LOG.log(System.Logger.Level.ERROR, who + " has parked " + parked + " at event " + event.id()
                    + ": later events of this key wait, other keys go on; mend it and start again, then it is tried"
                    + " again", failure);
        }
    }

    static String place(StoredEvent event) {
        return "at event " + event.id() + ", position " + event.position().number();
    }

    /** Its message is told to who asks how the application is, and what {@code e} says might name a person. */
    PartStopped stopped(String where, String why, Throwable e) {
        return new PartStopped(who + " has stopped " + where + " (" + Restarts.named(e) + "): " + why
                + "; mend it, raise its version and start again; nothing is lost", e);
    }
}
