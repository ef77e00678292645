// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.world.DiskFile;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Writes a run, list by list in the order of their fingerprints; see {@link Run} for the layout. For one thread.
 */
final class RunWriter {

    /** A list with more entries has blocks of its own. */
    static final int INLINE_MAX = 256;

    private static final int BUFFERED = 16;
    private static final long FLUSHED_AT_ONCE = 1 << 20;

    private final DiskFile file;
    private final UUID log;
    private final RunId id;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFERED * Block.BYTES);
    private final PartWriter part;
    private final EntryWriter entry;
    private final long[] few = new long[INLINE_MAX];
    private long written;
    private long asked;
    private int blocks;
    private long lists;
    private long entries;
    private long floors;
    private int taken;

    /** What a run is known by: its number, which no other has, and the interval that it covers. */
    record RunId(long number, long from, long to, int level) {}

    RunWriter(DiskFile file, UUID log, RunId id) {
        this.file = file;
        this.log = log;
        this.id = id;
        part = new PartWriter(this);
        entry = new EntryWriter(this);
    }

    RunId id() {
        return id;
    }

    int blocks() {
        return blocks;
    }

    /** Takes the next entry of the list that is written next. */
    void take(long posting) {
        if (taken < INLINE_MAX) {
            few[taken] = posting;
        } else {
            if (taken == INLINE_MAX) {
                entry.begin();
                for (long early : few) {
                    entry.add(early);
                }
            }
            entry.add(posting);
        }
        taken++;
    }

    /** Writes the list whose entries were taken; it is left out if nothing is to be said of it. */
    void end(long high, long low, long removed, long floor) {
        if (taken == 0 && removed == 0 && floor == 0) {
            return;
        }
        part.begin(high, low, removed, floor);
        if (taken > INLINE_MAX) {
            entry.end();
            part.addLong(taken, entry);
        } else {
            part.addShort(few, taken, id.from());
        }
        lists++;
        entries += taken;
        floors += floor > 0 ? 1 : 0;
        taken = 0;
    }

    /** Writes a block that is full; its number. */
    int write(Block block, int end) {
        block.finish(id.number(), blocks, end);
        buffer.put(block.bytes());
        if (!buffer.hasRemaining()) {
            flushBuffer();
        }
        return blocks++;
    }

    private void flushBuffer() {
        buffer.flip();
        int bytes = buffer.remaining();
        file.write(buffer, written);
        written += bytes;
        buffer.clear();
    }

    /** Whether it is time for a flush of what was written since the last one: a large one would hold up the log's. */
    boolean isFlushDue() {
        if (written - asked < FLUSHED_AT_ONCE) {
            return false;
        }
        asked = written;
        return true;
    }

    /** Writes what is left, and the foot. The file is not flushed yet. */
    void finish() {
        part.end();
        int parts = part.writeParts();
        var foot = new Block().begin(Block.FOOT);
        new Foot(log, id, parts, part.count(), lists, entries, floors).write(foot);
        write(foot, Foot.END);
        flushBuffer();
    }
}
