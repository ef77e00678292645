// SPDX-License-Identifier: Apache-2.0
package io.thence.supervise;

import io.thence.Supervision;
import io.thence.SystemEvent.GaveUp;
import io.thence.SystemEvent.Restarted;
import io.thence.ThenceException.OutcomeUnknown;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.world.World;
import io.thence.world.WorldEnded;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/** How often a machine of a part was restarted, whether it is again, and when. For the machine's thread. */
public final class Restarts {

    private static final System.Logger LOG = System.getLogger(Restarts.class.getName());

    private final Supervisor supervisor;
    private final String about;
    private final String who;
    private final ArrayDeque<Long> nanos = new ArrayDeque<>();
    private Optional<Long> beginsNanos = Optional.empty();

    Restarts(Supervisor supervisor, String about, String who) {
        this.supervisor = supervisor;
        this.about = about;
        this.who = who;
    }

    /** The name of the part. */
    String about() {
        return about;
    }

    private Supervision settings() {
        return supervisor.settings();
    }

    private World world() {
        return supervisor.world();
    }

    /** What a failure is called where no message may be stored: it might name a person. */
    public static String named(Throwable failure) {
        return failure.getClass().getName();
    }

    /** What may be stored of a failure: what a {@link PartStopped} says is made to be told; of another its class. */
    public static String told(Throwable failure) {
        return failure instanceof PartStopped stopped ? String.valueOf(stopped.getMessage()) : named(failure);
    }

    /**
     * It has failed: how long it is to rest before it begins again at its checkpoint. Empty if it does not: since it
     * has stopped for a reason, or the store takes nothing more; or since that was too often, and it gives up.
     *
     * @param cause what has failed, as far as that may be stored, and told to who asks how the application is
     */
    public Optional<Duration> failed(Throwable why, String cause) {
        beginsNanos = Optional.empty();
        if (why instanceof WorldEnded ended) {
            throw ended;
        }
        if (isDecided(why)) {
            halts(why, cause);
            return Optional.empty();
        }
        long now = world().nanos();
        while (!nanos.isEmpty() && now - nanos.peek() > settings().period().toNanos()) {
            nanos.remove();
        }
        if (nanos.size() >= settings().restarts()) {
            gaveUp(why, cause);
            return Optional.empty();
        }
        nanos.add(now);
        var rest = settings().rest(nanos.size(), world().random().nextDouble());
        LOG.log(System.Logger.Level.WARNING, who + " has failed (" + why + ") and begins again at its checkpoint in "
                + rest.toMillis() + " ms: restart " + nanos.size() + " of " + settings().restarts() + " within "
                + settings().period(), why);
        supervisor.tell(new Restarted(about, nanos.size(), rest.toMillis(), cause));
        beginsNanos = Optional.of(now + rest.toNanos());
        supervisor.restarts(this, who + " is being restarted, after " + cause + ": wait, and see what was logged");
        return Optional.of(rest);
    }

    private static boolean isDecided(Throwable why) {
        return why instanceof PartStopped || why instanceof Stopped || why instanceof OutcomeUnknown;
    }

    private void gaveUp(Throwable why, String cause) {
        if (!nanos.isEmpty()) {
            LOG.log(System.Logger.Level.ERROR, who + " has given up after " + nanos.size() + " restarts within "
                    + settings().period() + " (" + why + "): mend that and start the application again; nothing is"
                    + " lost", why);
        }
        supervisor.tell(new GaveUp(about, nanos.size(), cause));
        supervisor.gaveUp(this, who + " has given up after " + nanos.size() + " restarts, with " + cause
                + ": mend that and start the application again");
    }

    /** It gives up at once, since there is no way to begin again while the process runs. */
    public void givesUp(Throwable why, String cause) {
        if (isDecided(why)) {
            halts(why, cause);
        } else {
            gaveUp(why, cause);
        }
    }

    /**
     * It has stopped: if by a {@link PartStopped}, and it has not given up, that is told once. Of what stops with its
     * application, or with the store, nothing is: nobody could write it.
     */
    public void halts(Throwable why, String cause) {
        if (why instanceof PartStopped) {
            supervisor.halted(this, cause);
        }
    }

    /** Whether it has failed, and has not begun again. */
    public boolean isUnderWay() {
        return beginsNanos.isPresent();
    }

    /** What is left of the rest before it begins again; zero if none is. */
    public Duration left() {
        return Duration.ofNanos(beginsNanos.map(due -> Math.max(0, due - world().nanos())).orElse(0L));
    }

    /** It has begun again. */
    public void begun() {
        if (isUnderWay()) {
            beginsNanos = Optional.empty();
            supervisor.goesOn(this);
            LOG.log(System.Logger.Level.INFO, who + " has begun again at its checkpoint");
        }
    }

    /** Nobody cares any more: it was closed. */
    public void closed() {
        supervisor.closed(this);
    }
}
