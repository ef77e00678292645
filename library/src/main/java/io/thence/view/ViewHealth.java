// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.ThenceException;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.supervise.Restarts;
import io.thence.supervise.Supervisor;
import io.thence.world.Progress;
import io.thence.world.World;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a view goes on, and what those are told who wait for it, or read the logging. May be used from any thread.
 *
 * @param name     the projection
 * @param mend     what to do before it is started again after a fault
 * @param restarts what has no way to begin again
 */
record ViewHealth(Progress progress, String name, String mend, Supervisor supervisor, Restarts restarts) {

    private static final System.Logger LOG = System.getLogger(ViewHealth.class.getName());

    /** Why tables are made anew that their database finds damaged. */
    static final String DAMAGED = "its database has found its file damaged";

    private static final String PAUSED = "paused ";

    /** Of the projection {@code name}. */
    static ViewHealth of(String name, String mend, Progress progress, Supervisor supervisor) {
        return new ViewHealth(progress, name, mend, supervisor, supervisor.restarts(name, who(name)));
    }

    private static String who(String name) {
        return "projection '" + name + "'";
    }

    private String who() {
        return who(name);
    }

    /** Those of one of its machines. */
    Restarts ofMachine() {
        return supervisor.restarts(name, who());
    }

    /** {@code running}, one of its machines, whose end is waited for as long as a stop may wait. */
    World.Running drained(World.Running running, Runnable cutShort) {
        return () -> supervisor.drain(name, running::stop, cutShort);
    }

    /** Whether it has stopped. */
    boolean hasFailed() {
        return progress.failure() != null;
    }

    /** It has stopped. */
    void failed(ThenceException why) {
        LOG.log(System.Logger.Level.ERROR, why.getMessage(), why);
        restarts.halts(why, Restarts.told(why));
        progress.failed(why);
    }

    /** It has stopped by a fault that nobody expected, and after which it cannot begin again. */
    void broken(Throwable e) {
        restarts.givesUp(e, Restarts.told(e));
        stopped(e);
    }

    /** One of its machines has failed: how long that is to rest before it begins again; empty if it has stopped. */
    Optional<Duration> failed(Restarts by, Throwable e) {
        var rest = by.failed(e, Restarts.told(e));
        if (rest.isPresent()) {
            progress.note("it has failed, and begins again: " + e);
        } else {
            stopped(e);
        }
        return rest;
    }

    /** A machine has begun again. */
    void begun(Restarts by) {
        progress.note("");
        by.begun();
    }

    private void stopped(Throwable e) {
        failed(e instanceof ThenceException known ? known
                : new PartStopped(who() + " has stopped after position " + progress.upTo() + " (" + e + "): " + mend
                        + " and start again; nothing is lost", e));
    }

    /** Its tables are thrown away, and built anew from the log. */
    void rebuilt(String why) {
        LOG.log(System.Logger.Level.WARNING, who() + " is built anew: " + why);
    }

    /** It cannot go on now, and tries again. */
    void heldUp(String what) {
        if (!what.equals(progress.note())) {
            progress.note(what);
            LOG.log(System.Logger.Level.WARNING, progress + ": it is tried again");
        }
    }

    /** Whether somebody has paused it, as {@code paused} says; the note of its progress says that too. */
    boolean isPaused(Optional<String> paused) {
        if (paused.isPresent()) {
            progress.note(PAUSED + paused.get());
        } else if (progress.note().startsWith(PAUSED)) {
            progress.note("");
        }
        return paused.isPresent();
    }

    /** It goes on. */
    void goesOn(String since) {
        progress.note("");
        LOG.log(System.Logger.Level.INFO, progress + " and goes on: " + since);
    }

    /** It is closed in good order: nobody waits any more. */
    void closed() {
        restarts.closed();
        if (!hasFailed()) {
            progress.failed(new Stopped(who() + " runs no more: its application is closed, or its tables were"
                    + " dropped"));
        }
    }
}
