// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Durability;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.Disk;
import io.thence.world.Mark;
import io.thence.world.SubDisk;
import io.thence.world.World;
import java.util.List;
import java.util.Optional;

/**
 * Where snapshots lie: a log of their own beside the application's, in which each is an event. It is a cache: too long
 * or damaged, it is dropped and begun anew.
 */
final class SnapshotLog implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SnapshotLog.class.getName());
    private static final String FOLDER = "snapshots";
    private static final String TYPE = "snapshot";
    private static final Origin ORIGIN = Origin.of("thence");

    private final EventStore store;
    private final long bytesMax;
    private long bytes;

    private SnapshotLog(EventStore store, long bytes, long bytesMax) {
        this.store = store;
        this.bytes = bytes;
        this.bytesMax = bytesMax;
    }

    /** Opens it; empty if that cannot be done, which costs time and nothing else. */
    static Optional<SnapshotLog> open(World world, Disk whole, SnapshotSettings settings) {
        var disk = new SubDisk(whole, FOLDER);
        try {
            return Optional.of(openOrAnew(world, disk, settings));
        } catch (ThenceException e) {
            LOG.log(System.Logger.Level.WARNING, "no snapshots are kept: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static SnapshotLog openOrAnew(World world, Disk disk, SnapshotSettings settings) {
        long bytes = LogStore.bytes(disk);
        if (bytes > settings.bytesMax()) {
            drop(world, disk, "they take " + bytes + " bytes, more than " + settings.bytesMax());
            return openNow(world, disk, settings);
        }
        try {
            return openNow(world, disk, settings);
        } catch (ThenceException e) {
            drop(world, disk, "they do not open (" + withoutAdvice(e) + ")");
            return openNow(world, disk, settings);
        }
    }

    private static SnapshotLog openNow(World world, Disk disk, SnapshotSettings settings) {
        long bytes = LogStore.bytes(disk);
        return new SnapshotLog(LogStore.open(world, disk, settings.log()), bytes, settings.bytesMax());
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
        var end = new Position(store.lineage(), store.head().number() + 1);
        try (var reader = store.read(Query.keys(key), end, Direction.BACKWARDS)) {
            return reader.next().map(StoredEvent::data);
        }
    }

    /**
     * Adds a snapshot; false if the log has grown beyond its limit. For one thread. What is counted is a little less
     * than what is written: a log that takes no more is one that the next start drops.
     */
    boolean add(KeyValue key, byte[] data) {
        if (bytes > bytesMax) {
            return false;
        }
        bytes += data.length;
        var event = new NewEvent(TYPE, 1, List.of(key), data, Optional.empty());
        store.append(Append.of(List.of(event), ORIGIN).answered(Durability.WRITTEN));
        return true;
    }

    @Override
    public void close() {
        store.close();
    }
}
