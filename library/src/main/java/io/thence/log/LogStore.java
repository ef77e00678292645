// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Position;
import io.thence.ThenceException;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFailed;
import io.thence.index.InvertedIndex;
import io.thence.log.compact.Archiving;
import io.thence.log.read.LogView;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentFiles;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.SegmentListing;
import io.thence.log.segment.Segments;
import io.thence.log.state.Listeners;
import io.thence.log.state.LogOpening;
import io.thence.log.state.LogReplay;
import io.thence.log.state.LogState;
import io.thence.log.write.AppendRequest;
import io.thence.log.write.LogTail;
import io.thence.log.write.LogWriter;
import io.thence.log.write.TailRepair;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Checkpoint;
import io.thence.store.Condition;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.Query;
import io.thence.store.Remembered;
import io.thence.store.StoredEvent;
import io.thence.store.StoredType;
import io.thence.store.Subscription;
import io.thence.store.Together;
import io.thence.world.Closing;
import io.thence.world.Disk;
import io.thence.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The embedded event store: a log on a {@link Disk}, with one writer. Opening it repairs what a crash left and files
 * in the index what that lacks of the log; closing it leaves a log that opens without repair. It does not close the
 * disk.
 */
public final class LogStore implements EventStore {

    private final World world;
    private final Segments segments;
    private final LogState state;
    private final Lineage lineage;
    private final LogWriter writer;
    private final Listeners listeners = new Listeners();
    private final List<World.Running> machines = new ArrayList<>();
    private final LogView view;
    private final Disk disk;
    private final Rewriting rewriting;
    private final ClockBound clock;

    private LogStore(World world, Disk disk, LogSettings settings, Segments segments) {
        this.world = world;
        this.disk = disk;
        rewriting = new Rewriting(world);
        clock = settings.clock();
        this.segments = segments;
        if (segments.count() == 0) {
            segments.add(firstSegment(disk));
        }
        var known = new LogOpening(Optional.of(world), disk, segments, settings.opening()).open();
        state = known.state();
        try {
            new LogReplay(segments, known, settings.readBytes()).upTo(segments.last().file().size());
            lineage = segments.lineage();
            state.checkpoints().forEach(listeners::finished);
            var tail = new LogTail(world, disk, settings.writer(), segments);
            writer = new LogWriter(tail, state, listeners);
            writer.begin();
            machines.add(world.start("log-writer", writer));
            machines.add(world.start("log-flush", tail.flusher()));
            machines.add(world.start("log-segments", tail.next()));
            machines.add(world.start("log-index", state.index().builder()));
        } catch (RuntimeException | Error e) {
            Closing.after(e, Stream.concat(stops(), Stream.of(state::close)));
            throw e;
        }
        view = new LogView(segments, () -> state, writer::durable, lineage, settings.readBytes());
    }

    private Stream<Runnable> stops() {
        return machines.stream().map(machine -> machine::stop);
    }

    /**
     * Opens the log on {@code disk}, or makes one there.
     *
     * @throws io.thence.ThenceException.InUse   if another process writes to it
     * @throws io.thence.ThenceException.Corrupt if something is damaged that was known to be safe
     */
    public static LogStore open(World world, Disk disk, LogSettings settings) {
        LogFiles.refuseBackup(disk);
        disk.lock();
        var segments = new TailRepair(world, disk, settings.readBytes()).open();
        try {
            return new LogStore(world, disk, settings, segments);
        } catch (RuntimeException | Error e) {
            Closing.after(e, Stream.of(segments::close));
            throw e;
        }
    }

    /** Whether there is a log on {@code disk}. */
    public static boolean isOn(Disk disk) {
        return new SegmentListing(disk).last() >= 0;
    }

    /** How many bytes the log on {@code disk} takes there; 0 if there is none. */
    public static long bytes(Disk disk) {
        long bytes = 0;
        for (var name : disk.list(Segment.FOLDER)) {
            try (var file = disk.open(Segment.path(name), Disk.Access.READ)) {
                bytes += file.size();
            }
        }
        return bytes;
    }

    /** Removes the log on {@code disk} and its index, which nobody has open; nothing if there is none. */
    public static void erase(Disk disk) {
        for (var folder : List.of(InvertedIndex.FOLDER, Segment.FOLDER)) {
            var names = disk.list(folder);
            if (!names.isEmpty()) {
                names.reversed().forEach(name -> disk.delete(folder + "/" + name));
                disk.flushFolder(folder);
            }
        }
    }

    private Segment firstSegment(Disk disk) {
        var header = new SegmentHeader(new Lineage(world.newId(), 1), 1, 0, 0);
        var segment = SegmentFiles.create(disk, 0, header, SegmentHeader.BYTES);
        SegmentFiles.begin(world, disk, segment);
        return segment;
    }

    @Override
    public Lineage lineage() {
        return lineage;
    }

    @Override
    public Position head() {
        return new Position(lineage, writer.durable().head());
    }

    /** Why it takes nothing more, if a write or flush has failed: it is to be opened anew. */
    public Optional<ThenceException> failure() {
        return writer.failure();
    }

    /** Whether appends were refused within the last ten seconds for want of room, and none was written since. */
    public boolean isOutOfRoom() {
        return writer.isOutOfRoom();
    }

    @Override
    public Appended append(Append append) {
        refuseStranger(append);
        var request = AppendRequest.of(clock.bounded(append, world), state, world);
        writer.offer(request);
        return request.await(world);
    }

    @Override
    public List<Appended> append(List<Append> together) {
        Together.check(together);
        together.forEach(this::refuseStranger);
        if (together.isEmpty()) {
            return List.of();
        }
        var request = AppendRequest.of(together.stream().map(append -> clock.bounded(append, world)).toList(), state,
                world);
        writer.offer(request);
        return request.awaitAll(world);
    }

    private void refuseStranger(Append append) {
        if (append.condition() instanceof Condition.NothingNew(_, Position after)) {
            refuseStranger(after);
        }
    }

    private void refuseStranger(Position position) {
        if (!position.lineage().equals(lineage)) {
            throw new BadRequest("position " + position + " is not of this log, which is " + lineage
                    + ": read again, then decide");
        }
    }

    @Override
    public Optional<Remembered> remembered(CommandId id) {
        return view.remembered(id);
    }

    @Override
    public Optional<StoredEvent> find(EventId id) {
        return view.find(id);
    }

    @Override
    public Optional<StoredEvent> at(long number) {
        return view.at(number);
    }

    @Override
    public EventReader read(Query query, Position from, Direction direction) {
        refuseStranger(from);
        return view.read(query, from.number(), direction);
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        refuseStranger(after);
        return view.subscribe(query, after.number(), listeners);
    }

    @Override
    public List<StoredType> types() {
        return state.types().all();
    }

    @Override
    public Checkpoint checkpoint(String consumer) {
        return listeners.checkpoint(consumer);
    }

    /** How far each consumer has finished that has ever begun on this log. */
    public Map<String, Checkpoint> checkpoints() {
        return listeners.checkpoints();
    }

    @Override
    public boolean isRemoved(Position position) {
        return view.isRemoved(position);
    }

    @Override
    public long highestRemoved() {
        return view.highestRemoved();
    }

    @Override
    public long appended(Set<String> types, Position after, Position upTo) {
        refuseStranger(after);
        refuseStranger(upTo);
        return view.appended(types, after.number(), Math.min(upTo.number(), head().number()));
    }

    @Override
    public long revision(KeyValue key, Position upTo) {
        return view.revision(key, Math.min(upTo.number(), head().number()));
    }

    @Override
    public boolean isWhole(KeyValue key, Position upTo) {
        refuseStranger(upTo);
        return view.isWhole(key, upTo.number());
    }

    /**
     * Packs the sealed segments, and removes what is below the floors that {@link io.thence.store.Truncation}s have
     * set, or no longer retained.
     */
    public Compaction compact(CompactionSettings settings) {
        return compact(settings, Wanted.NOTHING);
    }

    /**
     * The same, where readers of the log still want something: that stays, but for what is older than
     * {@link CompactionSettings#HELD_MAX}.
     */
    public Compaction compact(CompactionSettings settings, Wanted wanted) {
        return compact(settings, new IndexRemoval(state, writer::durable, wanted));
    }

    /**
     * Packs the sealed segments, and removes from them what may go, beside everything else; goes on where the one
     * before was stopped.
     *
     * @param removal what is not wanted any more
     * @throws BadRequest if one is running
     */
    public Compaction compact(CompactionSettings settings, Removal removal) {
        return rewriting.compact(() -> new Compaction(world, segments, disk,
                new Compaction.How(new RemovalRules(settings, removal, world.now()), this::compacted)));
    }

    private void compacted(int segment) {
        if (state.sealed().segment() == segment) {
            writer.sealSoon(); // its bookmark is not trusted any more
        }
    }

    /**
     * Moves sealed segments to another directory, beside everything else, and reads them there from then on. The
     * caller's thread does it.
     *
     * @param directory as it is seen from the log's own
     * @param watch     told of each piece how many bytes it has
     * @return the number of segments that were moved
     * @throws BadRequest if a compaction is running, or a backup or another log is in the directory
     * @throws io.thence.ThenceException.Stopped if the store is closed meanwhile; archived again, it goes on
     */
    public int archive(String directory, ArchiveSettings which, LongConsumer watch) {
        try (var to = disk.elsewhere(directory)) {
            if (LogFiles.isBackup(to)) {
                throw new BadRequest(to.place() + " is a backup, which would not be one any more with the only copy of"
                        + " segments in it: give another directory");
            }
        }
        return rewriting.archive(watch, told -> new Archiving(world, disk, segments, which.newest())
                .run(directory, world.now().minus(which.age()), told));
    }

    /**
     * Flushes what is only written, writes the index down and lets go of all files.
     *
     * @throws DiskFailed if something was answered {@link io.thence.store.Durability#WRITTEN} and cannot be flushed
     */
    @Override
    public void close() {
        boolean removed = rewriting.close();
        machines.forEach(World.Running::stop);
        try {
            writer.sealIndex(removed);
        } finally {
            try (segments) {
                state.close();
            }
        }
        writer.unsaved().ifPresent(cause -> {
            throw new DiskFailed("closed, but what was answered WRITTEN last may be lost: it could not be flushed ("
                    + cause.getMessage() + "); open the store anew and look for it", cause);
        });
    }
}
