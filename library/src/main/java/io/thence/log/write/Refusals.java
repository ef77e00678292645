// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.OutcomeUnknown;
import io.thence.ThenceException.Stopped;
import java.util.Optional;

/**
 * What the writer tells those whose requests it cannot answer. It is made before any is needed: where no file can be
 * opened any more, no class can be loaded either.
 */
final class Refusals {

    /** Nothing was done: the writer is closed, or has stopped for a reason. */
    Stopped stopped(Optional<ThenceException> why) {
        return new Stopped("the store " + why.map(failed -> "has stopped (" + failed.getMessage() + ")")
                .orElse("is closed") + ": open it anew, then send again");
    }

    /** The batch was written, and its flush failed. */
    OutcomeUnknown unknown(ThenceException cause) {
        return new OutcomeUnknown("the batch may or may not be in the log (" + cause.getMessage()
                + "): open the store anew and send it again with the same id", cause);
    }

    /** Nothing was done: recent lists are full, and cannot be written down. */
    ThenceException ofTheIndex(ThenceException cause) {
        var why = "nothing was written: the index cannot be written down (" + cause.getMessage() + "): ";
        return switch (cause) {
            case Corrupt _, Stopped _ -> new Stopped("nothing was written: " + cause.getMessage());
            case DiskFull _ -> new DiskFull(why + "free some room, then send again", cause);
            default -> new DiskFailed(why + "mend the disk, then send again", cause);
        };
    }
}
