// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.ThenceException;
import io.thence.keep.Backup;
import io.thence.keep.Restore;
import io.thence.log.Compaction;
import io.thence.log.CompactionSettings;
import io.thence.log.LogStore;
import io.thence.testing.disk.FaultyDisk;
import io.thence.testing.engine.HandWorld;
import io.thence.world.MemoryDisk;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link Trial} does beside appends: compactions, backups, snapshots; and what must have become of them. */
final class Keeping {

    /** All that is below the floors goes at once. */
    static final CompactionSettings AT_ONCE = new CompactionSettings(Duration.ZERO, Duration.ofDays(30), List.of());

    private static final String PLACE = "kept";
    private static final Duration LIMIT = Duration.ofHours(1);

    private final Ledger ledger;
    private @Nullable Compaction compaction;
    private Optional<SnapshotCheck> snapshots = Optional.empty();
    private Optional<Integer> backedUp = Optional.empty();
    private boolean everCompacted;

    Keeping(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A store that is open. */
    record Life(HandWorld world, FaultyDisk disk, LogStore store) {}

    /** Compacts beside what else is done; to the end, or what is left of it beside what comes later. */
    void compact(Life life, Runnable beside, boolean toTheEnd) {
        end(life);
        life.world().pass(Duration.ofMillis(2)); // what is as young as the moment of compaction stays
        everCompacted = true;
        ledger.removing();
        compaction = life.store().compact(AT_ONCE);
        beside.run();
        if (toTheEnd) {
            end(life);
        }
    }

    private void end(Life life) {
        var running = compaction;
        if (running != null) {
            StoreCheck.demand(running.await(LIMIT), "a compaction does not end: ", running.progress());
            lookOn(life);
        }
    }

    /** Looks at what the compaction that runs has removed; fails as it has failed. */
    void lookOn(Life life) {
        var running = compaction;
        if (running != null) {
            var progress = running.progress();
            // What could not be finished may be finished by the next opening.
            ledger.lookForRemoved(life.store(), progress.finished());
            compaction = progress.over() ? null : running;
            progress.failure().ifPresent(failure -> {
                throw failure;
            });
        }
    }

    /** Takes a backup, into the place of the one before, of the first {@code least} batches at least. */
    void backUp(Life life, Runnable beside, int least) {
        var once = new boolean[1];
        long faults = life.disk().faults();
        new Backup(life.world(), life.disk(), life.disk().elsewhere(PLACE), Trial.SETTINGS).run((_, _) -> {
            if (!once[0]) {
                once[0] = true;
                beside.run();
            }
        });
        backedUp = Optional.of(life.disk().faults() > faults ? 0 : least); // its writer may have stopped
    }

    /** Keeps a state. */
    void keep(Life life, long seed) {
        if (snapshots.isEmpty()) {
            snapshots = Optional.of(SnapshotCheck.open(life.world(), life.disk(), life.store()));
        }
        snapshots.get().keep(ledger.model(), life.store().head().number(), seed);
        snapshots.get().agree(ledger.model());
    }

    /** The store is about to be closed. */
    void close() {
        snapshots.ifPresent(SnapshotCheck::close);
        ended();
    }

    /** The process has ended. */
    void ended() {
        compaction = null;
        snapshots = Optional.empty();
    }

    /** The disk has told no truth: a backup on it is good for nothing that can be said. */
    void betrayed() {
        backedUp = Optional.empty();
    }

    /** What the last backup must have; empty if there is none. */
    Optional<Expected> backup() {
        return backedUp.map(least -> new Expected(ledger.candidates(), least, new BitSet(), everCompacted, false));
    }

    /** Restores the backup on a disk and holds it against what it must have. */
    static Model restore(FaultyDisk disk, Expected expected) {
        var back = new MemoryDisk();
        try {
            new Restore(new HandWorld(3), disk.elsewhere(PLACE), back).run((_, _) -> {});
            back.close();
            try (var store = LogStore.open(new HandWorld(4), back, Trial.SETTINGS)) {
                return new StoreCheck(store).prefix(expected);
            }
        } catch (ThenceException | AssertionError e) {
            throw new AssertionError("the backup is not what it must be: " + e.getMessage(), e);
        }
    }

    /** Takes a backup where one was begun that may not have come to its end. */
    static void backUpAgain(Life life, Model model) {
        new Backup(life.world(), life.disk(), life.disk().elsewhere(PLACE), Trial.SETTINGS).run((_, _) -> {});
        restore(life.disk(), Expected.all(model, true));
    }

    /** Compacts a store that nobody else uses: nothing but what may go is removed. */
    static void compact(HandWorld world, LogStore store, Model model) {
        world.pass(Duration.ofMillis(2));
        var compaction = store.compact(AT_ONCE);
        StoreCheck.demand(compaction.await(LIMIT), "a compaction does not end: ", compaction.progress());
        compaction.progress().failure().ifPresent(failure -> {
            throw failure;
        });
        new StoreCheck(store).prefix(Expected.all(model, true));
    }
}
