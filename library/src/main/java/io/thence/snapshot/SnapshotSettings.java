// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.ThenceException.BadRequest;
import io.thence.log.LogSettings;

/**
 * Limits of the snapshots of an application's folds.
 *
 * @param log        limits of the log that they are kept in
 * @param bytesMax   how long that log may become, which is compacted before that to the newest of each key; if these
 *                   alone are more, no more is written, and the next start drops all of it and begins anew; 0: no
 *                   snapshots are kept or used
 * @param waitingMax snapshots that may wait to be written; what comes when so many do is left out
 * @param compared   whether each state that is taken from a snapshot is compared with a fold from the first event,
 *                   which costs what the snapshot saves: for tests
 */
public record SnapshotSettings(LogSettings log, long bytesMax, int waitingMax, boolean compared) {

    private static final long BYTES_MAX = 256 << 20;
    private static final int WAITING_MAX = 256;
    /** Snapshots are few, and their index need not take the memory that the log's does. */
    private static final int INDEX_ROWS = 1 << 12;

    public SnapshotSettings {
        if (bytesMax < 0 || waitingMax < 1) {
            throw new BadRequest("the limits of snapshots are " + bytesMax + " bytes and " + waitingMax
                    + " that wait: they must be 0 and 1 at least");
        }
    }

    /** The usual limits, beside a log of {@code log}'s. */
    public static SnapshotSettings of(LogSettings log) {
        var own = new LogSettings(log.segmentBytes(), log.allocateBytes(), log.groupBytes(), log.groupRequests(),
                log.waitingMax(), log.readBytes(), Math.min(log.indexRows(), INDEX_ROWS));
        return new SnapshotSettings(own, BYTES_MAX, WAITING_MAX, false);
    }

    /** The same, with a log of at most so many bytes; 0 switches snapshots off. */
    public SnapshotSettings upTo(long bytes) {
        return new SnapshotSettings(log, bytes, waitingMax, compared);
    }

    /** The same, and each state that comes from a snapshot is compared with a fold from the first event. */
    public SnapshotSettings comparing() {
        return new SnapshotSettings(log, bytesMax, waitingMax, true);
    }
}
