// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.ThenceException;
import io.thence.log.LogStore;
import io.thence.testing.crash.Keeping.Life;
import io.thence.testing.disk.FaultyDisk;
import io.thence.testing.engine.HandWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every program of up to four operations, crashed at each call that changes the disk, from the very first start on:
 * with what was flushed and no more, with all that was written, and with something in between; and each with the index
 * lost.
 */
class SmallProgramsTest {

    /** What a crash of a start leaves is tried so many times. */
    private static final int SURVIVORS = 2;
    private static final int ONE_IN = 16;
    private static final int OFFSET = Integer.getInteger("thence.small.offset", 0);

    @BeforeAll
    static void quietly() {
        Runs.quietly();
    }

    /** All of up to three operations, and one in some of those of four. */
    @Test
    void noCrashAtAnyCallOfSmallProgramsLosesOrMakesUpAnything() {
        var programs = new ArrayList<>(SmallPrograms.upTo(3));
        SmallPrograms.upTo(4).stream().filter(program -> program.deeds().size() == 4).filter(program ->
                Math.floorMod(program.hashCode() ^ OFFSET, ONE_IN) == 0).forEach(programs::add);
        long served = SnapshotCheck.SERVED.get();
        long crashes = crash(programs, SmallProgramsTest::crash);
        System.out.printf("small programs: %d, crashed %d times%n", programs.size(), crashes);
        assertThat(programs).hasSizeGreaterThan(1_110 + 10_000 / ONE_IN / 2);
        assertThat(crashes).isGreaterThan(programs.size() * 20L);
        assertThat(SnapshotCheck.SERVED.get() - served).as("snapshots that were served").isPositive();
    }

    @Test
    @Tag("campaign")
    void noCrashAtAnyCallOfAnySmallProgramLosesOrMakesUpAnything() {
        var programs = SmallPrograms.upTo(4);
        long crashes = crash(programs, SmallProgramsTest::crash);
        System.out.printf("all small programs: %d, crashed %d times%n", programs.size(), crashes);
        assertThat(programs).hasSize(11_110);
        assertThat(crashes).isGreaterThan(programs.size() * 20L);
    }

    /** The same for the start that follows a crash: it is crashed too, at each change that it makes, and after it. */
    @Test
    void noCrashOfTheNextStartDoesEither() {
        long starts = crash(SmallPrograms.starts(), SmallProgramsTest::crashStarts);
        System.out.printf("small programs: %d starts crashed%n", starts);
        assertThat(starts).isGreaterThan(4_000);
    }

    /** What is done at a change of the disk; how many stores were opened. */
    @FunctionalInterface
    interface At {
        int change(Trial trial, long number);
    }

    /** Crashes all programs at all changes that are not those of a shorter one. */
    static long crash(List<Program> programs, At at) {
        return programs.parallelStream().mapToLong(program -> crash(program, at)).sum();
    }

    static long crash(Program program, At at) {
        var crashes = new long[1];
        var once = new long[1];
        long last = lastCallOfPrefix(program);
        try {
            new Trial(program, (trial, call, _, _) -> {
                if (call.changes() && ++once[0] > last) {
                    crashes[0] += at.change(trial, once[0]);
                }
            }).untended().run();
        } catch (AssertionError e) {
            throw new AssertionError("at change " + once[0] + " of\n" + program + "\n" + e.getMessage(), e);
        }
        return crashes[0];
    }

    /** The program without its last operation was crashed at all of its calls as a program of its own. */
    private static long lastCallOfPrefix(Program program) {
        var deeds = program.deeds();
        if (deeds.size() == 1) {
            return 0;
        }
        var changes = new long[] {0};
        new Trial(new Program(program.seed(), deeds.subList(0, deeds.size() - 1)), (_, call, _, _) ->
                changes[0] += call.changes() ? 1 : 0).untended().run();
        return changes[0];
    }

    static int crash(Trial trial, long seed) {
        var images = List.of(trial.disk().flushedCopy(), trial.disk().wholeCopy(),
                trial.disk().afterCrash(new SplittableRandom(seed)));
        for (var image : images) {
            opens(image, trial);
        }
        var whole = trial.disk().wholeCopy();
        whole.list("index").forEach(name -> whole.delete("index/" + name));
        opens(whole, trial);
        return images.size() + 1;
    }

    /**
     * Ends the process, with all that it wrote in the cache, or the power; and the power again while it starts, or once
     * it has started and gone on.
     */
    static int crashStarts(Trial trial, long seed) {
        int starts = 0;
        for (var state : CacheState.values()) {
            boolean done = false;
            for (int changes = 0; !done; changes++) {
                var disk = state.of(trial.disk(), seed);
                disk.failPowerAfter(changes);
                var answered = start(disk, trial.expected(), seed);
                done = answered.isPresent();
                var expected = answered.orElseGet(trial::expected);
                disk.watch((_, _, _) -> {});
                opens(disk.flushedCopy(), trial, expected);
                for (int i = 0; i < SURVIVORS; i++) {
                    var random = new SplittableRandom((seed * 64 + changes) * SURVIVORS + i);
                    opens(disk.afterCrash(random), trial, expected);
                }
                starts += 1 + SURVIVORS;
            }
        }
        return starts;
    }

    /** What must be there after a start that came to its end and went on; empty if the power failed before that. */
    private static Optional<Expected> start(FaultyDisk disk, Expected expected, long seed) {
        try {
            var store = LogStore.open(new HandWorld(3), disk, Trial.SETTINGS);
            if (!disk.hasPower()) {
                return Optional.empty();
            }
            disk.failPowerAfter(Long.MAX_VALUE);
            var model = new StoreCheck(store).prefix(expected);
            Points.goesOn(store, model, new Wishes(seed, model, store.lineage()));
            return Optional.of(Expected.all(model, false));
        } catch (ThenceException e) {
            StoreCheck.demand(!disk.hasPower(), "with power it does not start or go on: ", e);
            return Optional.empty();
        }
    }

    /** What the next start finds. */
    private enum CacheState {
        STILL_THERE, GONE;

        FaultyDisk of(FaultyDisk disk, long seed) {
            return this == STILL_THERE ? disk.copy(new SplittableRandom(seed)) : disk.afterCrash(
                    new SplittableRandom(seed));
        }
    }

    private static void opens(FaultyDisk disk, Trial trial) {
        opens(disk, trial, trial.expected());
    }

    private static void opens(FaultyDisk disk, Trial trial, Expected expected) {
        try {
            var world = new HandWorld(2);
            var store = LogStore.open(world, disk, Trial.SETTINGS);
            var check = new StoreCheck(store);
            var model = check.prefix(expected);
            check.look(model, new Wishes(model.batches().size(), model, store.lineage()));
            if (SnapshotCheck.areOn(disk)) {
                SnapshotCheck.open(world, disk, store).agree(model);
            }
            trial.backup().ifPresent(backup -> Keeping.restore(disk, backup));
            if (trial.doing() == Doing.BACKING_UP) {
                Keeping.backUpAgain(new Life(world, disk, store), model);
            }
        } catch (ThenceException e) {
            throw new AssertionError("the store does not open: " + e.getMessage(), e);
        }
    }
}
