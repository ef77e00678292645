// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.FormatTooNew;
import io.thence.ThenceException.NoStore;
import io.thence.ThenceException.OutcomeUnknown;
import io.thence.ThenceException.Stopped;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Durability;
import io.thence.testing.crash.Keeping.Life;
import io.thence.testing.disk.Call;
import io.thence.testing.disk.Fault;
import io.thence.testing.disk.FaultyDisk;
import io.thence.testing.engine.HandWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Runs a {@link Program} against a store and its model at once, through all the lives that it has. */
final class Trial {

    /** So small that everything happens soon. */
    static final LogSettings SETTINGS = new LogSettings(1_536, 512, 1_024, 3, 8, 512, 16);

    private final Program program;
    private final Watch watch;
    private HandWorld world;
    private FaultyDisk disk;
    private @Nullable LogStore store;
    private List<Listener> listeners = List.of();
    private final Ledger ledger = new Ledger();
    private final Keeping keeping = new Keeping(ledger);
    private Doing doing = Doing.OPENING;
    private Optional<Deed.Cut> cut = Optional.empty();
    private boolean cramped;
    private boolean powerFailed;
    private boolean betrayed;
    private boolean over;
    private boolean lost;
    private boolean trusting;
    private boolean untended;
    private long faultsBefore;
    private long readFaultsMax = Long.MAX_VALUE;
    private int lives;

    Trial(Program program, Watch watch) {
        this.program = program;
        this.watch = watch;
        world = new HandWorld(program.seed());
        disk = watched(new FaultyDisk(new SplittableRandom(program.seed())));
    }

    private FaultyDisk watched(FaultyDisk fresh) {
        fresh.watch((call, name, offset) -> watch.before(this, call, name, offset));
        return fresh;
    }

    FaultyDisk disk() {
        return disk;
    }

    Doing doing() {
        return doing;
    }

    /** What is known of the store. */
    Ledger ledger() {
        return ledger;
    }

    /** Whether it is known what is on its way: a caller whose read fails gives up, and those after it go on. */
    boolean isSure() {
        return disk.faults(Call.READ) <= readFaultsMax;
    }

    /** What a crash at this moment must leave. */
    Expected expected() {
        return ledger.expected(isBetrayed());
    }

    /** What the last backup must have; empty if there is none. */
    Optional<Expected> backup() {
        return keeping.backup();
    }

    /** The same, which takes silent faults for what it was not told of: a planted bug. */
    Trial trusting() {
        trusting = true;
        return this;
    }

    /** The same, which ends with its last deed and looks at nothing after that. */
    Trial untended() {
        untended = true;
        return this;
    }

    boolean isBetrayed() {
        return !trusting && (betrayed || disk.isBetrayed());
    }

    /** Whether a damage was reported, which ended it. */
    boolean isOver() {
        return over;
    }

    /** Whether something acknowledged is gone, of which nobody was told. */
    boolean hasLost() {
        return lost;
    }

    /** Does all, and in the end looks at everything once more with nothing going wrong. */
    void run() {
        program.deeds().stream().takeWhile(_ -> !over).forEach(this::perform);
        if (!over && !untended) {
            end();
        }
    }

    private void perform(Deed deed) {
        switch (deed) {
            case Deed.Cut planned -> {
                if (disk.hasPower()) {
                    cut = Optional.of(planned);
                    disk.failPowerAfter(planned.changes());
                }
            }
            case Deed.Harm(Fault fault, Optional<Call> kind, int after) -> {
                cramped |= fault == Fault.FULL;
                kind.ifPresentOrElse(call -> disk.fault(fault, call, after), () -> disk.fault(fault, after));
            }
            case Deed.Room(int bytes) -> {
                cramped = true;
                disk.roomFor(disk.bytes() + bytes);
            }
            case Deed.Mend() -> mend();
            default -> {
                if (store == null) {
                    open();
                }
                if (store != null && !over) {
                    act(deed, store);
                }
            }
        }
    }

    /** Nothing goes wrong any more, and what waits has tried again. */
    private void mend() {
        disk.mend();
        if (store != null) {
            doing = Doing.RESTING;
            world.pass(Duration.ofMillis(1_100));
        }
        cramped = false;
    }

    private void act(Deed deed, LogStore on) {
        doing = Doing.of(deed);
        var life = new Life(world, disk, on);
        try {
            switch (deed) {
                case Deed.Appends(long seed, int callers, boolean late) -> append(on, wishes(on, seed, callers, late));
                case Deed.Roll(long seed, boolean late) -> append(on, List.of(wishes(on, seed).large(when(late))));
                case Deed.Seal(long seed, boolean late) -> append(on, List.of(wishes(on, seed).wide(when(late))));
                case Deed.Truncate(long seed, boolean late) ->
                    append(on, List.of(wishes(on, seed).truncation(when(late))));
                case Deed.Compact _, Deed.Backup _, Deed.Snapshot _ -> harmlessly(() -> keep(deed, life));
                case Deed.Look(long seed) -> {
                    keeping.lookOn(life);
                    new StoreCheck(on).look(ledger.model(), wishes(on, seed));
                }
                case Deed.Poll(long seed) -> {
                    keeping.lookOn(life);
                    listeners.forEach(it -> it.poll(ledger.model(), seed));
                }
                case Deed.Rest(int millis) -> world.pass(Duration.ofMillis(millis));
                case Deed.Reopen() -> close(on);
                case Deed.LoseIndex() -> loseIndex(on);
                case Deed.Verify() -> StoreCheck.verify(disk, isBetrayed());
                default -> throw new AssertionError("no deed for an open store: " + deed);
            }
            if (store != null && !over) {
                ledger.lookAt(on.head().number());
                harmlessly(() -> keeping.lookOn(life));
            }
        } catch (DiskFailed | DiskFull | Stopped | OutcomeUnknown e) {
            die(e);
        } catch (Corrupt | FormatTooNew e) {
            report(e);
        } catch (NoStore e) { // who reads beside the writer finds no segment
            StoreCheck.demand(isBetrayed(), "there is a store: ", e);
            over = true;
        }
    }

    private void keep(Deed deed, Life life) {
        switch (deed) {
            case Deed.Compact(long seed, boolean toTheEnd) ->
                keeping.compact(life, () -> append(life.store(), wishes(life.store(), seed, 1, true)), toTheEnd);
            case Deed.Backup(long seed) -> {
                // Without room for a mark, who reads beside the writer does not know what is flushed.
                keeping.backUp(life, () -> append(life.store(), wishes(life.store(), seed, 1, true)),
                        cramped ? 0 : ledger.durable());
                if (!isBetrayed()) {
                    Keeping.restore(life.disk().copy(new SplittableRandom(seed)), keeping.backup().orElseThrow());
                }
            }
            case Deed.Snapshot(long seed) -> keeping.keep(life, seed);
            default -> throw new AssertionError("nothing to keep: " + deed);
        }
    }

    /** Does what may fail and leave the store as it was. */
    private void harmlessly(Runnable what) {
        try {
            what.run();
        } catch (DiskFailed | DiskFull e) {
            if (store != null) { // else it has died, and that was seen
                excuse(e);
                if (!disk.hasPower()) {
                    throw e;
                }
            }
        }
    }

    private static Durability when(boolean late) {
        return late ? Durability.WRITTEN : Durability.FLUSHED;
    }

    private Wishes wishes(LogStore on, long seed) {
        return new Wishes(seed, ledger.model(), on.lineage());
    }

    private List<Append> wishes(LogStore on, long seed, int callers, boolean late) {
        var appends = new ArrayList<Append>();
        for (int i = 0; i < (cramped || ledger.isRemoving() ? 1 : callers); i++) {
            var one = wishes(on, seed + i);
            appends.add(one.append(when(late && (i == 0 || one.chance(2)))));
        }
        return appends;
    }

    /** Damage is reported: right after a silent fault, and only then; and with the place. */
    private void report(ThenceException e) {
        if (!isBetrayed()) {
            throw new AssertionError("sound files are called damaged", e);
        }
        StoreCheck.demand(String.valueOf(e.getMessage()).matches("(?s).*(log|index|backup)/.*"),
                "no place of damage: ", e);
        over = true;
    }

    private void append(LogStore on, List<Append> appends) {
        ledger.expect(appends);
        readFaultsMax = disk.faults(Call.READ);
        var results = Answers.of(world, on, appends);
        boolean dies = false;
        for (int i = 0; i < appends.size() && !over; i++) {
            dies |= take(appends.get(i), results.get(i));
        }
        ledger.settle();
        readFaultsMax = Long.MAX_VALUE;
        if (dies && !over) {
            die(results.stream().filter(ThenceException.class::isInstance).map(ThenceException.class::cast)
                    .findFirst().orElseThrow());
        }
    }

    /** Takes an outcome in; whether the store has stopped. */
    private boolean take(Append append, Object result) {
        return switch (result) {
            case Appended got -> {
                ledger.take(append, got);
                yield false;
            }
            case OutcomeUnknown _ -> {
                ledger.takeUnknown(append);
                yield true;
            }
            case DiskFull e -> {
                StoreCheck.demand(cramped, "a disk with room is called full: ", e);
                yield false;
            }
            case Stopped _, DiskFailed _ -> true; // it did not come to the writer
            case Corrupt e -> {
                report(e);
                yield false;
            }
            default -> throw new AssertionError("an append came to " + result);
        };
    }

    private void open() {
        doing = Doing.OPENING;
        world = new HandWorld(program.seed() + ++lives);
        world.pass(Duration.ofHours(lives));
        faultsBefore = disk.faults();
        ledger.settle();
        try {
            var opened = LogStore.open(world, disk, SETTINGS);
            store = opened;
            settle(opened);
            listeners = List.of(Listener.of(opened, ledger.model(), program.seed() + lives),
                    Listener.of(opened, ledger.model(), program.seed() - lives));
        } catch (DiskFailed | DiskFull e) {
            die(e);
        } catch (Corrupt | FormatTooNew e) {
            report(e);
        }
    }

    private void settle(LogStore opened) {
        int acknowledged = ledger.durable();
        var expected = powerFailed ? ledger.expected(isBetrayed()) : ledger.left(isBetrayed());
        ledger.opened(new StoreCheck(opened).prefix(expected), opened);
        lost |= ledger.durable() < acknowledged;
        powerFailed = false;
    }

    private void close(LogStore on) {
        keeping.close();
        on.close();
        store = null;
        if (disk.faults() == faultsBefore && !cramped && disk.hasPower()) {
            StoreCheck.demand(disk.openFiles().isEmpty(), "files are left open: ", disk.openFiles());
            ledger.closed();
        }
        ended();
        disk.endProcess();
    }

    private void ended() {
        betrayed |= disk.isBetrayed();
        keeping.ended();
        if (betrayed) {
            keeping.betrayed();
        }
    }

    private void loseIndex(LogStore on) {
        close(on);
        disk.list("index").forEach(name -> disk.delete("index/" + name));
        disk.flushFolder("index");
    }

    private void excuse(ThenceException e) {
        boolean isExcused = disk.faults() > faultsBefore || cramped || !disk.hasPower();
        StoreCheck.demand(isExcused, "a failure without a reason: ", e);
    }

    /** The life ends: by the power, or the process alone; the next one begins on what is left. */
    private void die(ThenceException e) {
        excuse(e);
        ended();
        if (!disk.hasPower() && cut.filter(Deed.Cut::power).isPresent()) {
            disk = watched(disk.afterCrash(new SplittableRandom(cut.get().seed())));
            powerFailed = true;
            cramped = false;
        } else {
            disk.endProcess();
        }
        cut = disk.hasPower() ? Optional.empty() : cut;
        store = null;
        listeners = List.of();
    }

    private void end() {
        mend();
        if (!disk.hasPower() && store != null) {
            die(new DiskFailed("no power", new IllegalStateException()));
        }
        disk.failPowerAfter(Long.MAX_VALUE);
        if (store == null) {
            open();
        }
        if (store != null) {
            act(new Deed.Reopen(), store);
        }
        for (int i = 0; i < 2 && !over; i++) {
            open();
            if (store != null) {
                act(new Deed.Look(program.seed()), store);
                act(new Deed.Verify(), store);
                act(new Deed.Reopen(), store);
            }
        }
    }
}
