// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.ThenceException;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.world.Progress;

/**
 * Whether a view goes on, and what those are told who wait for it, or read the logging. May be used from any thread.
 *
 * @param who  the projection
 * @param mend what to do before it is started again after a fault
 */
record ViewHealth(Progress progress, String who, String mend) {

    private static final System.Logger LOG = System.getLogger(ViewHealth.class.getName());

    /** Whether it has stopped. */
    boolean hasFailed() {
        return progress.failure() != null;
    }

    /** It has stopped. */
    void failed(ThenceException why) {
        LOG.log(System.Logger.Level.ERROR, why.getMessage(), why);
        progress.failed(why);
    }

    /** It has stopped by a fault that nobody expected. */
    void broken(Throwable e) {
        failed(e instanceof ThenceException known ? known
                : new PartStopped(who + " has stopped after position " + progress.upTo() + " (" + e + "): " + mend
                        + " and start again; nothing is lost", e));
    }

    /** It cannot go on now, and tries again. */
    void heldUp(String what) {
        if (!what.equals(progress.note())) {
            progress.note(what);
            LOG.log(System.Logger.Level.WARNING, progress + ": it is tried again");
        }
    }

    /** It goes on. */
    void goesOn(String since) {
        progress.note("");
        LOG.log(System.Logger.Level.INFO, progress + " and goes on: " + since);
    }

    /** It is closed in good order: nobody waits any more. */
    void closed() {
        if (!hasFailed()) {
            progress.failed(new Stopped(who + " runs no more: its application is closed, or its tables were dropped"));
        }
    }
}
