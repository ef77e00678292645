// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

/** Places in the code between which a process may die; tests end it there. */
public enum Mark {
    /** A segment is full; the next one is not made yet. */
    ROLL_STARTED,
    /** The next segment's file is there and not flushed. */
    ROLL_CREATED,
    /** A store is opened; the torn tail is not cut yet. */
    RECOVERY_STARTED,
    /** The torn tail is cut and not flushed. */
    RECOVERY_CUT,
    /** The unflushed tail is copied to a new segment, which does not count yet. */
    RECOVERY_COPIED,
    /** A view has written its tables and not its checkpoint. */
    VIEW_WRITTEN,
    /** A view has written its checkpoint and not committed. */
    VIEW_COMMITTING,
    /** A snapshot is written and not flushed. */
    SNAPSHOT_WRITTEN,
    /** The log of snapshots is deleted, and the new one not made. */
    SNAPSHOTS_DROPPED,
    /** A view has written its file anew and not opened it again. */
    VIEW_COMPACTED
}
