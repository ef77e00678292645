// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.testing.disk.Call;
import io.thence.testing.disk.Fault;
import java.util.Optional;

/** One thing that is done to a store in a {@link Program}. What it needs of chance it has in itself. */
sealed interface Deed {

    /** Some callers append at the same time. */
    record Appends(long seed, int callers, boolean written) implements Deed {}

    /** A batch comes that fills a segment: the log rolls. */
    record Roll(long seed, boolean written) implements Deed {}

    /** A batch comes with many keys: the index is sealed and written down. */
    record Seal(long seed, boolean written) implements Deed {}

    /** A key is truncated, deleted, or given a tombstone. */
    record Truncate(long seed, boolean written) implements Deed {}

    /** The log is compacted, beside a batch that comes; to the end, or what is left of it beside later deeds. */
    record Compact(long seed, boolean toTheEnd) implements Deed {}

    /** A backup is taken, into the place of the one before, while a batch comes. */
    record Backup(long seed) implements Deed {}

    /** The state of a key is kept, and what was kept is looked at. */
    record Snapshot(long seed) implements Deed {}

    /** Reads of all kinds. */
    record Look(long seed) implements Deed {}

    /** Subscriptions are polled. */
    record Poll(long seed) implements Deed {}

    /** Time passes, and nobody asks for anything. */
    record Rest(int millis) implements Deed {}

    /** The store is closed in order and opened again. */
    record Reopen() implements Deed {}

    /** The same, and the files of the index are lost in between. */
    record LoseIndex() implements Deed {}

    /** All files are checked, beside the writer. */
    record Verify() implements Deed {}

    /** From now on there is room for so many bytes more. */
    record Room(int bytes) implements Deed {}

    /** Nothing goes wrong any more. */
    record Mend() implements Deed {}

    /** A fault comes to a call. */
    record Harm(Fault fault, Optional<Call> kind, int after) implements Deed {}

    /** After some changes of the disk the power fails, or the process alone ends. */
    record Cut(int changes, boolean power, long seed) implements Deed {}
}
