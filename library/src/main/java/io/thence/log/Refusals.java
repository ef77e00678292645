// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.OutcomeUnknown;
import io.thence.ThenceException.Stopped;

/** What the writer says to those whose batch it cannot write, or cannot say of whether it is written. */
final class Refusals {

    private Refusals() {}

    /** A write or a flush has failed. */
    static OutcomeUnknown unknown(DiskFailed cause) {
        return new OutcomeUnknown("the batch may or may not be in the log (" + cause.getMessage()
                + "): open the store anew and send it again with the same id", cause);
    }

    /** The index is full, and cannot be written down. */
    static ThenceException ofIndex(ThenceException cause) {
        return cause instanceof Corrupt ? new Stopped("nothing was written: " + cause.getMessage())
                : new DiskFull("nothing was written: the index cannot be written down (" + cause.getMessage()
                        + "): free some room, then send again", cause);
    }
}
