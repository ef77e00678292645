// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.CommandId;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.Stopped;
import io.thence.index.InvertedIndex;
import io.thence.index.ListKind;
import io.thence.index.Posting;
import io.thence.index.Print;
import io.thence.log.frame.Filed;
import io.thence.log.frame.Frame;
import io.thence.log.frame.Remnant;
import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.Place;
import io.thence.store.Checkpoint;
import io.thence.store.Finished;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * All that is derived from the frames of a log: what the writer judges by and readers find their way with. The writer
 * applies a batch when it has judged it, before the flush; readers keep to the durable head.
 */
public final class LogState implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LogState.class.getName());

    private final InvertedIndex index;
    private final Places places;
    private final TypeNumbers types;
    private final Map<String, Checkpoint> checkpoints = new HashMap<>();
    private final PriorityQueue<Removed> removed = new PriorityQueue<>(Comparator.comparingLong(Removed::position));
    private long next;
    private long epoch;
    private long stamp;
    private int checksum;
    private Place last;
    private volatile Place sealed;

    /** What follows from the frames up to {@code from}, whose lists {@code index} has. */
    LogState(InvertedIndex index, Bookmark from, boolean writes) {
        this.index = index;
        places = new Places(index.places(), writes);
        types = new TypeNumbers(from.types());
        checkpoints.putAll(from.checkpoints());
        next = from.position();
        epoch = from.epoch();
        stamp = from.stamp();
        checksum = from.checksum();
        last = from.last();
        sealed = from.next();
    }

    /** Takes a frame in that was read, the next one in the log. */
    void apply(Frame frame) {
        var header = frame.header();
        var place = new Place(frame.segment(), frame.offset());
        link(header, place);
        if (!frame.isBatch()) {
            next = header.first() + header.count();
            fileRemoved(next);
            return;
        }
        var head = frame.head();
        file(header, frame.filed(head, index.fingerprint()), place);
        finish(header, head.finished(), place);
    }

    /** Takes a batch in that is being written at {@code place}. */
    public void apply(FrameHeader header, Filed filed, List<Finished> finished, Place place) {
        link(header, place);
        file(header, filed, place);
        finish(header, finished, place);
    }

    /** Takes a frame in that says nothing of events. */
    public void link(FrameHeader header, Place place) {
        epoch = Math.max(epoch, header.epoch());
        stamp = Math.max(stamp, header.stamp());
        checksum = header.checksum();
        last = place;
    }

    private void file(FrameHeader header, Filed filed, Place place) {
        var prints = filed.prints();
        index.expect(prints);
        int at = 0;
        for (int i = 0; i < header.count(); i++) {
            int end = filed.end(i);
            if (!removed.isEmpty()) {
                fileRemoved(header.first() + i);
            }
            if (at < end) {
                long posting = Posting.of(header.first() + i, types.number(filed.type(i), filed.version(i)));
                for (; at < end; at++) {
                    index.add(prints.high(at), prints.low(at), posting);
                }
            }
        }
        if (!removed.isEmpty()) {
            fileRemoved(header.first() + header.count());
        }
        for (var floor : filed.floors()) {
            long position = header.first() + floor.ordinal();
            int from = floor.ordinal() == 0 ? 0 : filed.end(floor.ordinal() - 1);
            for (int i = from; i < filed.end(floor.ordinal()); i++) {
                var print = new Print(prints.high(i), prints.low(i));
                if (print.is(ListKind.KEY)) {
                    index.floor(print, floor.at(position), position);
                }
            }
        }
        if (filed.command() != Filed.NONE) {
            index.add(prints.high(filed.command()), prints.low(filed.command()), place.packed());
        }
    }

    /** Takes in what is left of the frames that were removed from a packed segment; before those that are in it. */
    void apply(Remnant remnant) {
        finish(remnant.words());
        remnant.removed().forEach((key, count) -> index.removed(key, count));
        remnant.positions().forEach((key, positions) ->
                positions.forEach(position -> removed.add(new Removed(position, key))));
        fileRemoved(next);
    }

    /** An event that is gone, and is counted. */
    private record Removed(long position, Print key) {}

    /** Files what was removed before {@code position}: readers find nothing there, and revisions stay the same. */
    private void fileRemoved(long position) {
        while (!removed.isEmpty() && removed.peek().position() < position) {
            var gone = removed.poll();
            index.add(gone.key().high(), gone.key().low(), Posting.of(gone.position(), Posting.TYPE_MAX));
        }
    }

    /** The next frame names this checksum, though the last one has another: some frames of its segment were removed. */
    void linkTo(int previous) {
        checksum = previous;
    }

    private void finish(FrameHeader header, List<Finished> finished, Place place) {
        if (header.count() > 0) {
            places.add(header.first(), place, header.length());
            next = header.first() + header.count();
        }
        finish(finished);
    }

    private void finish(List<Finished> words) {
        for (var word : words) {
            checkpoints.merge(word.consumer(), Checkpoint.NONE.with(word), (old, _) -> old.with(word));
        }
    }

    /** The list of a command. */
    public Print print(CommandId id) {
        return index.fingerprint().of(ListKind.COMMAND, id.text());
    }

    /** What follows from all frames; {@code end} is where the next one starts. */
    public Bookmark bookmark(Place end) {
        return new Bookmark(end, last, next, epoch, stamp, checksum, types.all(),
                Map.copyOf(checkpoints));
    }

    /** Seals the lists as of {@code mark}, since which no event came; later openings will trust that it is safe. */
    public void seal(Bookmark mark) {
        sealed = mark.next();
        index.seal(mark.position() - 1, mark.write());
    }

    /** Up to where the index was sealed. */
    public Place sealed() {
        return sealed;
    }

    /** Seals the lists and writes them down; where there is no room for that, they stay in memory. */
    public void writeDown(Bookmark mark) {
        try {
            index.settle();
            seal(mark);
            index.settle();
        } catch (DiskFailed | Stopped e) {
            LOG.log(System.Logger.Level.WARNING, () -> "the index is not written down (" + e.getMessage()
                    + "): the next opening reads more of the log");
        }
    }

    /** The lists that the frames are filed in. */
    public InvertedIndex index() {
        return index;
    }

    /** Where batches lie. */
    public Places places() {
        return places;
    }

    /** The numbers of the types of events. */
    public TypeNumbers types() {
        return types;
    }

    /** A consumer's checkpoint as the writer knows it, flushed or not. For the writer's thread. */
    public Checkpoint checkpoint(String consumer) {
        return checkpoints.getOrDefault(consumer, Checkpoint.NONE);
    }

    /** All checkpoints, for the writer's thread. */
    public Map<String, Checkpoint> checkpoints() {
        return checkpoints;
    }

    /** The position that the next event gets. */
    public long next() {
        return next;
    }

    /** The highest writer epoch seen. */
    public long epoch() {
        return epoch;
    }

    /** The greatest stamp seen, packed. */
    public long stamp() {
        return stamp;
    }

    /** The checksum of the last frame. */
    public int checksum() {
        return checksum;
    }

    @Override
    public void close() {
        index.close();
    }
}
