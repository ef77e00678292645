// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.NoStore;
import io.thence.keep.Backup;
import io.thence.keep.BackupReport;
import io.thence.keep.Restore;
import io.thence.log.ArchiveSettings;
import io.thence.log.Compaction;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.Wanted;
import io.thence.log.check.Repair;
import io.thence.log.check.RepairPlan;
import io.thence.personal.KeysApart;
import io.thence.processor.ConsumerRecord;
import io.thence.processor.DeadLetters;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.Truncation;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import io.thence.world.Watch;
import io.thence.world.World;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What is done to the store in a data directory to keep it over years. Backups may be taken while an application runs
 * there; all else takes the writer's lock, and ends {@link InUse} with the name of the process that has it.
 */
public final class Upkeep implements AutoCloseable {

    private final World world = new SystemWorld();
    private final FileDisk disk;

    private Upkeep(Path directory) {
        disk = new FileDisk(directory);
    }

    /** The upkeep of the store in {@code directory}; nothing is opened until it is needed. */
    public static Upkeep of(Path directory) {
        return new Upkeep(directory);
    }

    /** Where the store is, for messages. */
    public String place() {
        return disk.place();
    }

    private LogStore open() {
        if (!LogStore.isOn(disk)) {
            throw new NoStore("there is no store in " + disk.place() + ": check the directory");
        }
        return LogStore.open(world, disk, LogSettings.DEFAULT);
    }

    /** Copies the log to another directory, or what is new since the last time. */
    public BackupReport backup(Path to, Watch watch) {
        KeysApart.refuseForData(to);
        Backup.refuseWithin(to);
        try (var target = new FileDisk(to)) {
            return new Backup(world, disk, target, LogSettings.DEFAULT).run(watch);
        }
    }

    /**
     * Copies keys of persons, and the list of the forgotten, from {@code keys} to {@code to}: an empty directory that
     * is neither in a store or a backup nor has one.
     *
     * @return what a check of the copy found
     * @throws InUse if an application runs
     */
    public static StoreReport backupKeys(Path keys, Path to, Watch watch) {
        return new KeyBackup(keys, to).run(watch);
    }

    /** Makes the store from a backup. */
    public BackupReport restore(Path from, Watch watch) {
        try (var backup = new FileDisk(from)) {
            return new Restore(world, backup, disk).run(watch);
        }
    }

    /** Who does something with an open store. */
    @FunctionalInterface
    public interface Use {
        /** Does it with a compaction that runs; what {@code behind} have not come to is left, for a time. */
        void with(Compaction compaction, List<ConsumerRecord> behind);
    }

    /** Starts a compaction, lets {@code use} look on or stop it, and ends it. */
    public void compact(CompactionSettings settings, Use use) {
        try (var store = open()) {
            var behind = ConsumerRecord.all(store, store.checkpoints()).stream()
                    .filter(ConsumerRecord::isBehind).toList();
            long from = behind.stream().mapToLong(ConsumerRecord::needsFrom).min().orElse(Long.MAX_VALUE);
            use.with(store.compact(settings, new Wanted(from, DeadLetters.needs(store))), behind);
        }
    }

    /** Moves sealed segments to another directory; the number of them. */
    public int archive(Path to, ArchiveSettings which, LongConsumer watch) {
        try (var store = open()) {
            return store.archive(to.toAbsolutePath().normalize().toString(), which, watch);
        }
    }

    /**
     * What a truncation did.
     *
     * @param position where the event is that says so
     * @param before   the events of the key below this position are not wanted any more
     */
    public record Truncated(Position position, long before) {}

    /** Says that events of {@code key} below {@code before} are not wanted any more. */
    public Truncated truncate(KeyValue key, long before) {
        if (before < 1) {
            throw new BadRequest("a key is truncated before a position from 1 on, not before " + before);
        }
        try (var store = open()) {
            var floor = new Position(store.lineage(), before);
            return append(store, key, Truncation.before(key, floor), before);
        }
    }

    /** Says that no event of {@code key} that there is now is wanted any more. */
    public Truncated delete(KeyValue key) {
        try (var store = open()) {
            return append(store, key, Truncation.all(key), Long.MAX_VALUE);
        }
    }

    /** Says that no event of {@code key} is wanted any more, and that there shall be none again. */
    public Truncated tombstone(KeyValue key) {
        try (var store = open()) {
            return append(store, key, Truncation.tombstone(key), Long.MAX_VALUE);
        }
    }

    private static Truncated append(LogStore store, KeyValue key, NewEvent event, long before) {
        var from = new Position(store.lineage(), 0);
        if (store.read(Query.keys(key), from, Direction.FORWARDS).list(1).isEmpty()) {
            throw new NoStore("no event is filed under " + key + ": check how it is spelled");
        }
        return switch (store.append(Append.of(List.of(event), Origin.of("thence-command")))) {
            case Appended.Committed(var position, _) -> new Truncated(position, Math.min(before, position.number()));
            case Appended.Tombstoned(_, var position) -> throw new BadRequest(key + " has a tombstone already, at "
                    + position.number() + ": nothing is left to truncate");
            case Appended other -> throw new IllegalStateException("an append without a condition came to " + other);
        };
    }

    /** What a repair would do. */
    public RepairPlan repairPlan(Watch watch) {
        return Repair.plan(disk, LogSettings.DEFAULT, watch);
    }

    /** Repairs what is damaged; what was done. */
    public RepairPlan repair(Watch watch) {
        return Repair.run(world, disk, LogSettings.DEFAULT, watch);
    }

    @Override
    public void close() {
        disk.close();
    }
}
