// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException;
import io.thence.ThenceException.DiskFailed;
import io.thence.log.Compaction;
import io.thence.log.CompactionSettings;
import io.thence.log.LogStore;
import io.thence.log.Removal;
import io.thence.store.Append;
import io.thence.store.Durability;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.Disk;
import io.thence.world.Mark;
import io.thence.world.SubDisk;
import io.thence.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where snapshots lie: a log of their own beside the application's, in which each is an event. It is a cache: too long
 * or damaged, it is dropped and begun anew. Half way to its limit it is compacted: the newest of each key stays, of
 * folds that run.
 */
final class SnapshotLog implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SnapshotLog.class.getName());
    private static final String TYPE = "snapshot";
    private static final Origin ORIGIN = Origin.of("thence");
    private static final int COMPACTED = 4; // eighths
    private static final int WAITED_FOR = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final CompactionSettings AT_ONCE =
            new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of());

    private final World world;
    private final Disk disk;
    private final SnapshotSettings settings;
    private final Set<String> folds;
    private volatile LogStore store;
    private boolean open = true;
    private long bytes;
    private long left;
    private Optional<Compaction> compaction = Optional.empty();

    private SnapshotLog(World world, Disk disk, SnapshotSettings settings, Set<String> folds) {
        this.world = world;
        this.disk = disk;
        this.settings = settings;
        this.folds = folds;
        bytes = LogStore.bytes(disk);
        store = LogStore.open(world, disk, settings.log());
    }

    /** Opens it for {@code folds}, by their names; empty if that cannot be done, which costs time and nothing else. */
    static Optional<SnapshotLog> open(World world, Disk whole, SnapshotSettings settings, Set<String> folds) {
        try {
            return Optional.of(openOrAnew(world, new SubDisk(whole, Snapshots.FOLDER), settings, folds));
        } catch (ThenceException e) {
            LOG.log(System.Logger.Level.WARNING, "no snapshots are kept: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static SnapshotLog openOrAnew(World world, Disk disk, SnapshotSettings settings, Set<String> folds) {
        long bytes = LogStore.bytes(disk);
        if (bytes > settings.bytesMax()) {
            drop(world, disk, "they take " + bytes + " bytes, more than " + settings.bytesMax());
        }
        try {
            return new SnapshotLog(world, disk, settings, folds);
        } catch (ThenceException e) {
            drop(world, disk, "they do not open (" + withoutAdvice(e) + ")");
            return new SnapshotLog(world, disk, settings, folds);
        }
    }

    /** Deletes what lies on {@code whole} where nobody has it open. */
    static void erase(Disk whole) {
        LogStore.erase(new SubDisk(whole, Snapshots.FOLDER));
    }

    /** What has happened; that somebody should mend it is not true of a cache. */
    private static String withoutAdvice(ThenceException e) {
        return String.valueOf(e.getMessage()).split(";", 2)[0];
    }

    private static void drop(World world, Disk disk, String why) {
        LOG.log(System.Logger.Level.WARNING, "snapshots in " + disk.place() + " are dropped, and made anew when states"
                + " are folded: " + why);
        LogStore.erase(disk);
        world.mark(Mark.SNAPSHOTS_DROPPED);
    }

    /** The data of the newest snapshot under {@code key}. */
    Optional<byte[]> newest(KeyValue key) {
        return newest(store, key).map(StoredEvent::data);
    }

    private static Optional<StoredEvent> newest(LogStore store, KeyValue key) {
        var end = new Position(store.lineage(), store.head().number() + 1);
        try (var reader = store.read(Query.keys(key), end, Direction.BACKWARDS)) {
            return reader.next();
        }
    }

    /**
     * Adds a snapshot; false if what must stay has grown beyond the limit. For one thread. What is counted is a little
     * less than what is written: a log that takes no more is one that the next start drops.
     */
    boolean add(KeyValue key, byte[] data) {
        compact();
        if (bytes > part(WAITED_FOR) && compaction.isPresent()) {
            compaction.get().await(PATIENCE); // or a log that closes meanwhile is one that the next start drops
            compact();
        }
        if (bytes > settings.bytesMax()) {
            return compaction.isPresent(); // it takes long: what comes meanwhile is left out
        }
        bytes += data.length;
        var event = NewEvent.of(TYPE, 1, List.of(key), data);
        store.append(Append.of(List.of(event), ORIGIN).answered(Durability.WRITTEN));
        return true;
    }

    /** So many eighths of the room beside what stays. */
    private long part(int eighths) {
        return left + (settings.bytesMax() - left) * eighths / 8;
    }

    private void compact() {
        if (compaction.isEmpty()) {
            if (bytes > part(COMPACTED)) {
                compaction = Optional.of(store.compact(AT_ONCE, new Superseded(store, folds)));
            }
            return;
        }
        var progress = compaction.get().progress();
        if (progress.over()) {
            bytes = progress.packed() == 0 ? bytes
                    : Math.max(0, LogStore.bytes(disk) - settings.log().allocateBytes());
            left = bytes;
            compaction = Optional.empty();
        }
    }

    /** What is not the newest of its key, or of no fold that runs. */
    private record Superseded(LogStore store, Set<String> folds) implements Removal {
        @Override
        public long floor(KeyValue key) {
            return folds.contains(key.key()) ? newest(store, key).map(StoredEvent::number).orElse(0L) : Long.MAX_VALUE;
        }

        @Override
        public long after(KeyValue key, long position) {
            return 0;
        }
    }

    /** Begins anew, unless all that it holds is of folds as they are now. For the thread that adds. */
    void dropUnless(Predicate<StoredEvent> isOwn) {
        if (open && holdsOnly(isOwn)) {
            return;
        }
        if (open) {
            store.close();
            open = false;
        }
        LogStore.erase(disk);
        store = LogStore.open(world, disk, settings.log());
        open = true;
        bytes = 0;
        left = 0;
        compaction = Optional.empty();
    }

    private boolean holdsOnly(Predicate<StoredEvent> isOwn) {
        try (var all = store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS)) {
            for (var event = all.next(); event.isPresent(); event = all.next()) {
                if (!isOwn.test(event.get())) {
                    return false;
                }
            }
            return true;
        } catch (ThenceException _) {
            return false; // nobody knows what it holds
        }
    }

    @Override
    public void close() {
        if (open) {
            try {
                store.close();
            } catch (DiskFailed e) {
                LOG.log(System.Logger.Level.WARNING, "the newest snapshots may be lost, and are made anew: "
                        + e.getMessage());
            }
        }
    }
}
