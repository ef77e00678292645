// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Application;
import io.thence.ThenceException.BadRequest;
import java.util.List;

/**
 * What a check of histories came to.
 *
 * @param instances   how many were looked at
 * @param steps       how many steps of these were made again
 * @param idle        on how many events no step was taken, of those that the code does something on
 * @param unseen      how many steps could not be: what they are about, or a step before them, is in the log no more, or
 *                    cannot be read
 * @param leftOut     how many instances were not looked at for want of room
 * @param differences the first {@value Histories#LISTED_MAX} differences, in the order of the log
 * @param found       how many there are
 */
public record HistoryReport(long instances, long steps, long idle, long unseen, long leftOut,
        List<HistoryDifference> differences, long found) {

    public HistoryReport {
        differences = List.copyOf(differences);
    }

    /**
     * Checks that there was anything to compare.
     *
     * @param reports of all sagas of {@code application}
     * @throws BadRequest if none of them has a step in the log: that nothing is done otherwise would say nothing
     */
    public static void refuseNothing(Application application, List<HistoryReport> reports) {
        if (reports.stream().allMatch(one -> one.steps + one.unseen + one.leftOut == 0)) {
            throw new BadRequest("no saga of application '" + application.name() + "' has taken a step there, so"
                    + " nothing was compared: name the directory of an application that has run them, and see whether"
                    + " they still have the names they had");
        }
    }

    /** Whether no instance was left out, and nothing is done otherwise. */
    public boolean isSame() {
        return found == 0 && leftOut == 0;
    }

    @Override
    public String toString() {
        var text = new StringBuilder(found + (found == 1 ? " difference in " : " differences in ") + steps
                + " steps of " + instances + " instances");
        if (idle > 0) {
            text.append(", and in ").append(idle).append(idle == 1 ? " event" : " events")
                    .append(" on which none was taken");
        }
        if (unseen > 0) {
            text.append("; ").append(unseen).append(" steps could not be made again: what they are about is gone, or"
                    + " cannot be read");
        }
        if (leftOut > 0) {
            text.append("; ").append(leftOut).append(" instances were left out: more go on at one time than are to"
                    + " be followed: raise together(..)");
        }
        differences.forEach(one -> text.append("\n  - ").append(one));
        if (found > differences.size()) {
            text.append("\n  and ").append(found - differences.size()).append(" more");
        }
        return text.toString();
    }
}
