// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.CommandId;
import io.thence.store.Append;
import io.thence.store.Checkpoint;
import io.thence.store.ContentHash;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that is derived from the frames of a log: what the writer judges by and readers find their way with. The writer
 * applies a batch when it has judged it, before the flush; readers keep to the durable head.
 */
final class LogState {

    final Index index = new Index();
    final BatchTable batches = new BatchTable();
    private final ConcurrentHashMap<CommandId, CommandEntry> commands = new ConcurrentHashMap<>();
    private final Map<String, Checkpoint> checkpoints = new HashMap<>();
    private long next = 1;
    private long epoch;
    private long stamp;
    private int checksum;

    /**
     * A command that was done.
     *
     * @param hash  of its content
     * @param first position of its first event; of the head then, where it had none
     * @param count number of its events
     * @param refused the reason, if it was refused
     * @param end   where its batch ends: it is durable once that is
     */
    record CommandEntry(ContentHash hash, long first, int count, Optional<String> refused, Place end) {

        /** Position of its last event; of the head then, where it had none. */
        long last() {
            return count == 0 ? first : first + count - 1;
        }
    }

    /** Takes a frame in that was read, the next one in the log. */
    void apply(Frame frame) {
        var header = frame.header();
        link(header);
        if (!frame.isBatch()) {
            return;
        }
        int at = frame.records();
        for (int i = 0; i < header.count(); i++) {
            var stored = BatchRecord.read(frame.bytes(), at);
            index.add(header.first() + i, stored.type(), stored.keys());
            at = stored.end();
        }
        batch(header, frame.head(), new Place(frame.segment(), frame.offset()));
    }

    /** Takes a batch in that is being written at {@code place}. */
    void apply(FrameHeader header, Append append, Place place) {
        link(header);
        long position = header.first();
        for (var event : append.events()) {
            index.add(position++, event.type(), event.keys());
        }
        batch(header, BatchHead.of(append), place);
    }

    /** Takes a mark in. */
    void link(FrameHeader header) {
        epoch = Math.max(epoch, header.epoch());
        stamp = Math.max(stamp, header.stamp());
        checksum = header.checksum();
    }

    private void batch(FrameHeader header, BatchHead head, Place place) {
        if (header.count() > 0) {
            batches.add(header.first(), place, header.length());
            next = header.first() + header.count();
        }
        var end = new Place(place.segment(), place.offset() + header.length());
        head.command().ifPresent(command -> commands.put(command.id(), new CommandEntry(command.hash(),
                header.count() == 0 ? header.first() - 1 : header.first(), header.count(), head.refused(), end)));
        for (var word : head.finished()) {
            checkpoints.merge(word.consumer(), Checkpoint.NONE.with(word), (old, _) -> old.with(word));
        }
    }

    Optional<CommandEntry> command(CommandId id) {
        return Optional.ofNullable(commands.get(id));
    }

    /** A consumer's checkpoint as the writer knows it, flushed or not. For the writer's thread. */
    Checkpoint checkpoint(String consumer) {
        return checkpoints.getOrDefault(consumer, Checkpoint.NONE);
    }

    /** All checkpoints, for the writer's thread. */
    Map<String, Checkpoint> checkpoints() {
        return checkpoints;
    }

    /** The position that the next event gets. */
    long next() {
        return next;
    }

    /** The highest writer epoch seen. */
    long epoch() {
        return epoch;
    }

    /** The greatest stamp seen, packed. */
    long stamp() {
        return stamp;
    }

    /** The checksum of the last frame. */
    int checksum() {
        return checksum;
    }

    /** Begins with the checksum that the first segment's head names. */
    void linkTo(int previous) {
        checksum = previous;
    }
}
