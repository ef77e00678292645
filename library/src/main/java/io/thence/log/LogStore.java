// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.CommandId;
import io.thence.Lineage;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.index.Posting;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Checkpoint;
import io.thence.store.Condition;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.Query;
import io.thence.store.Remembered;
import io.thence.store.Subscription;
import io.thence.world.Disk;
import io.thence.world.World;
import java.time.Duration;
import java.util.Optional;

/**
 * The embedded event store: a log on a {@link Disk}, with one writer. Opening it repairs what a crash left and rebuilds
 * the index from the log; closing it leaves a log that opens without repair. It does not close the disk.
 */
public final class LogStore implements EventStore {

    private static final Duration RECHECK = Duration.ofSeconds(10);

    private final World world;
    private final Segments segments;
    private final LogState state;
    private final Lineage lineage;
    private final LogWriter writer;
    private final Listeners listeners = new Listeners();
    private final World.Running running;
    private final World.Running indexing;
    private final LogView view;

    private LogStore(World world, Disk disk, LogSettings settings, Segments segments) {
        this.world = world;
        this.segments = segments;
        if (segments.count() == 0) {
            segments.add(firstSegment(disk));
        }
        var known = new LogOpening(Optional.of(world), disk, segments, settings).open();
        state = known.state();
        new LogReplay(segments, known, settings.readBytes()).upTo(segments.last().file().size());
        lineage = segments.lineage();
        state.checkpoints().forEach(listeners::finished);
        writer = new LogWriter(new LogTail(world, disk, settings, segments), state, listeners);
        writer.begin();
        running = world.start("log-writer", writer);
        indexing = world.start("log-index", state.index.builder());
        view = new LogView(segments, state, writer::durable, lineage, settings.readBytes());
    }

    /**
     * Opens the log on {@code disk}, or makes one there.
     *
     * @throws io.thence.ThenceException.InUse   if another process writes to it
     * @throws io.thence.ThenceException.Corrupt if something is damaged that was known to be safe
     */
    public static LogStore open(World world, Disk disk, LogSettings settings) {
        disk.lock();
        var segments = new TailRepair(world, disk, settings).open();
        try {
            return new LogStore(world, disk, settings, segments);
        } catch (RuntimeException e) {
            segments.close();
            throw e;
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

    @Override
    public Appended append(Append append) {
        if (append.condition() instanceof Condition.NothingNew(_, Position after)) {
            refuseStranger(after);
        }
        var request = AppendRequest.of(append, state, world);
        writer.offer(request);
        var answer = request.answer();
        while (answer == null) {
            world.await(request.answered, RECHECK);
            answer = request.answer();
        }
        return answer;
    }

    private void refuseStranger(Position position) {
        if (!position.lineage().equals(lineage)) {
            throw new BadRequest("position " + position + " is not of this log, which is " + lineage
                    + ": read again, then decide");
        }
    }

    @Override
    public Optional<Remembered> remembered(CommandId id) {
        var durable = writer.durable();
        long packed = state.index.last(state.print(id));
        if (packed == Posting.NONE || Place.of(packed).compareTo(durable.end()) >= 0) {
            return Optional.empty();
        }
        return Optional.of(new CommandLookup(segments, lineage).at(Place.of(packed)));
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
    public Checkpoint checkpoint(String consumer) {
        return listeners.checkpoint(consumer);
    }

    @Override
    public void close() {
        running.stop();
        indexing.stop();
        try {
            writer.sealIndex();
        } finally {
            state.close();
            segments.close();
        }
    }
}
