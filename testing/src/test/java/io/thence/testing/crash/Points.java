// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.testing.crash.Keeping.Life;
import io.thence.testing.disk.Call;
import io.thence.testing.disk.FaultyDisk;
import io.thence.testing.engine.HandWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Crashes a copy of the disk before each change that a program makes, and looks at what the next start makes of it: all
 * that was acknowledged, in order, no half of a batch, nothing else; that the store goes on; and that what it has
 * served once survives the next crash too.
 */
final class Points implements Watch {

    /** After all lives that a trial has. */
    private static final Duration LATER = Duration.ofDays(20);

    private final Histogram histogram;
    private final Seen seen;
    private final long salt;
    private long calls;

    /** Says whether a point was not seen before. */
    @FunctionalInterface
    interface Seen {
        boolean add(long point);
    }

    /** Points are looked at that {@code seen} takes; {@code salt} decides what each crash leaves. */
    Points(long salt, Seen seen, Histogram histogram) {
        this.salt = salt;
        this.seen = seen;
        this.histogram = histogram;
    }

    @Override
    public void before(Trial trial, Call call, String name, long offset) {
        calls++;
        var ledger = trial.ledger();
        if (!call.changes() || ledger.durable() == 0 || ledger.candidates().size() <= ledger.durable()
                || trial.isBetrayed() || !trial.isSure()) {
            return;
        }
        var operation = operation(trial.doing(), call, name);
        long point = ((operation.hashCode() * 31L + name.hashCode()) * 31 + offset) * 0x9E37_79B9_7F4A_7C15L
                ^ trial.disk().unflushed();
        if (seen.add(point)) {
            histogram.count(operation, examine(trial, salt * 31 + calls));
        }
    }

    private static String operation(Doing doing, Call call, String name) {
        var file = name.substring(name.lastIndexOf('/') + 1).replaceAll("^[0-9.]+", "");
        var where = name.startsWith("kept/") ? "backup's " : name.startsWith("snapshots/") ? "snapshots' " : "";
        return doing + " " + call + " " + where + file;
    }

    private Branches examine(Trial trial, long seed) {
        var random = new SplittableRandom(seed);
        var copy = trial.disk().afterCrash(random);
        var branches = new Branches();
        copy.watch(branches);
        try {
            var expected = trial.expected();
            var backup = trial.backup();
            if (backup.isPresent() && (trial.doing() == Doing.BACKING_UP || random.nextInt(4) == 0)) {
                // Nothing that is in a backup is lost by a crash.
                var has = Keeping.restore(copy, backup.get());
                expected = expected.least(Math.max(expected.least(), has.batches().size()));
            }
            boolean far = trial.doing() == Doing.BACKING_UP || random.nextInt(8) == 0;
            var served = nextLife(copy, expected, far, branches);
            if (random.nextInt(4) == 0) {
                copy.endProcess();
                nextLife(copy.afterCrash(random), served, false, new Branches());
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("after a crash at call " + calls + ": " + e.getMessage(), e);
        }
        return branches;
    }

    /** Opens a store, holds it against what it must be, and appends; what it must be then. */
    private Expected nextLife(FaultyDisk disk, Expected expected, boolean goesFar, Branches branches) {
        var world = new HandWorld(1).watching(branches::mark);
        world.pass(LATER);
        try {
            var store = LogStore.open(world, disk, Trial.SETTINGS);
            disk.watch((_, _, _) -> {});
            var check = new StoreCheck(store);
            var model = check.prefix(expected);
            var wishes = new Wishes(calls, model, store.lineage());
            check.look(model, wishes);
            if (SnapshotCheck.areOn(disk) && wishes.chance(4)) {
                SnapshotCheck.open(world, disk, store).agree(model);
            }
            goesOn(store, model, wishes);
            if (goesFar) {
                Keeping.compact(world, store, model);
                Keeping.backUpAgain(new Life(world, disk, store), model);
            }
            return Expected.all(model, goesFar);
        } catch (ThenceException e) {
            throw new AssertionError("the store does not open or go on: " + e.getMessage(), e);
        }
    }

    /** Appends what must be answered as the model says, and a condition that must fail then. */
    static void goesOn(LogStore store, Model model, Wishes wishes) {
        var key = wishes.key();
        var event = NewEvent.of("after", 1, List.of(key), "{}".getBytes(StandardCharsets.UTF_8));
        var batch = Append.of(List.of(event), Origin.of(""));
        long next = model.events().size() + 1L;
        var onRevision = batch.on(new Condition.Revision(key, model.revision(key)));
        var got = store.append(onRevision);
        var right = model.judge(onRevision);
        StoreCheck.demand(Model.anywhere(got).equals(right), "the next position is not " + next + ", or a tombstone is"
                + " forgotten: ", got + " instead of " + right);
        if (!(right instanceof Appended.Committed)) {
            return;
        }
        model.take(onRevision);
        var late = store.append(batch.on(new Condition.NothingNew(Query.keys(key),
                new Position(store.lineage(), next - 1))));
        StoreCheck.demand(late instanceof Appended.Conflict, "a condition misses a conflict: ", late);
    }

    /** Points of which no two are alike. */
    static Seen each() {
        var points = new HashSet<Long>();
        return points::add;
    }
}
