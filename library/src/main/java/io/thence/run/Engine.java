// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Supervision;
import io.thence.event.Outside;
import io.thence.keep.Backup;
import io.thence.keep.BackupReport;
import io.thence.log.LogSettings;
import io.thence.personal.KeysApart;
import io.thence.snapshot.SnapshotSettings;
import io.thence.telemetry.Telemetry;
import io.thence.view.ViewDatabases;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import io.thence.world.SubDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.nio.file.Path;

/**
 * What an application runs on.
 *
 * @param world         clock, chance, threads
 * @param disk          where it keeps its log and its read models; closed with the application
 * @param log           limits of the log
 * @param hotStateBytes how much memory folded states may take
 * @param snapshots     limits of the states on disk, for folds that keep some
 * @param keys          where it keeps the keys of what is personal; closed with the application
 * @param views         where it keeps the tables of projections
 * @param outside       calls what is no part of the application
 * @param telemetry     where it tells what it does
 * @param supervision   how it watches over its own parts
 */
public record Engine(
        World world,
        Disk disk,
        LogSettings log,
        long hotStateBytes,
        SnapshotSettings snapshots,
        Disk keys,
        ViewDatabases views,
        Outside outside,
        Telemetry telemetry,
        Supervision supervision) {

    /** Where keys lie if nothing else is said. */
    public static final String KEYS = "keys";

    private static final long HOT_STATE_BYTES = 64 << 20;

    /** An engine with the usual limits of snapshots, that keeps its keys in the folder {@value #KEYS} of its disk. */
    public Engine(World world, Disk disk, LogSettings log, long hotStateBytes) {
        this(world, disk, log, hotStateBytes, SnapshotSettings.of(log), new SubDisk(disk, KEYS),
                ViewDatabases.embedded(disk), Outside.REAL, Telemetry.NONE, Supervision.DEFAULT);
    }

    /** The same, with other limits of snapshots. */
    public Engine snapshots(SnapshotSettings settings) {
        return new Engine(world, disk, log, hotStateBytes, settings, keys, views, outside, telemetry, supervision);
    }

    /**
     * The embedded engine in a directory, which is made if it is missing. The keys of what is personal are in its
     * folder {@value #KEYS}, which only the owner may read: a backup of the directory leaves that out.
     */
    public static Engine at(Path directory) {
        return new Engine(new SystemWorld(), new FileDisk(directory), LogSettings.DEFAULT, HOT_STATE_BYTES)
                .keys(FileDisk.forOwner(directory.resolve(KEYS)));
    }

    /**
     * The same with its keys on another disk: another device, say, that is backed up apart. What is forgotten is
     * forgotten in all copies of the log because its key is not in them.
     */
    public Engine keys(Disk other) {
        return new Engine(world, disk, log, hotStateBytes, snapshots, other, views, outside, telemetry, supervision);
    }

    /** The same with the tables of projections somewhere else: on a server, say, where other programs read them too. */
    public Engine views(ViewDatabases others) {
        return new Engine(world, disk, log, hotStateBytes, snapshots, keys, others, outside, telemetry, supervision);
    }

    /** The same where effects of reactions go to {@code other}: a test's, that answers by itself. */
    public Engine outside(Outside other) {
        return new Engine(world, disk, log, hotStateBytes, snapshots, keys, views, other, telemetry, supervision);
    }

    /** The same, and it tells what it does, by meters and spans. */
    public Engine telemetry(Telemetry other) {
        return new Engine(world, disk, log, hotStateBytes, snapshots, keys, views, outside, other, supervision);
    }

    /** The same, watching over its parts in another way. */
    public Engine supervision(Supervision other) {
        return new Engine(world, disk, log, hotStateBytes, snapshots, keys, views, outside, telemetry, other);
    }

    /** Copies the log to another directory, as {@link Thence#backup} does. */
    BackupReport backup(Path directory) {
        KeysApart.refuseForData(directory);
        Backup.refuseWithin(directory);
        try (var to = new FileDisk(directory)) {
            return new Backup(world, disk, to, log).run((_, _) -> {});
        }
    }

    /** The embedded engine in memory: everything is gone with the application. */
    public static Engine inMemory() {
        return new Engine(new SystemWorld(), new MemoryDisk(), LogSettings.DEFAULT, HOT_STATE_BYTES);
    }
}
