// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.ThenceException;
import io.thence.log.LogStore;
import io.thence.testing.crash.Keeping.Life;
import io.thence.testing.disk.FaultyDisk;
import io.thence.testing.engine.HandWorld;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every program of up to four operations, crashed at each call that changes the disk, from the very first start on:
 * with what was flushed and no more, with all that was written, and with something in between; and each with the index
 * lost.
 */
class SmallProgramsTest {

    /** What a crash of a start leaves is tried so many times. */
    private static final int SURVIVORS = 4;
    private static final int OPERATIONS = Integer.getInteger("thence.small.operations", 4);

    @BeforeAll
    static void quietly() {
        Runs.quietly();
    }

    @Test
    void noCrashAtAnyCallOfAnySmallProgramLosesOrMakesUpAnything() {
        var programs = SmallPrograms.upTo(OPERATIONS);
        long crashes = crash(programs, SmallProgramsTest::crash);
        assertThat(programs).hasSize((int) (10 * (Math.pow(10, OPERATIONS) - 1) / 9));
        assertThat(crashes).isGreaterThan(programs.size() * 8L);
    }

    /** The same for the start that follows a crash: it is crashed too, at each change that it makes. */
    @Test
    void noCrashOfTheNextStartDoesEither() {
        long starts = crash(SmallPrograms.upTo(2), SmallProgramsTest::crashStarts);
        assertThat(starts).isGreaterThan(4_000);
    }

    /** What is done at a change of the disk; how many stores were opened. */
    @FunctionalInterface
    interface At {
        int change(Trial trial, long number);
    }

    /** Crashes all programs at all changes that are not those of a shorter one. */
    static long crash(List<Program> programs, At at) {
        var crashes = new AtomicLong();
        for (var program : programs) {
            var once = new long[] {0};
            long last = lastCallOfPrefix(program);
            try {
                new Trial(program, (trial, call, _, _) -> {
                    if (call.changes() && ++once[0] > last) {
                        crashes.addAndGet(at.change(trial, once[0]));
                    }
                }).untended().run();
            } catch (AssertionError e) {
                throw new AssertionError("at change " + once[0] + " of\n" + program + "\n" + e.getMessage(), e);
            }
        }
        return crashes.get();
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

    /** Ends the process, with all that it wrote in the cache, or the power; and the power again while it starts. */
    static int crashStarts(Trial trial, long seed) {
        int starts = 0;
        boolean done = false;
        for (int changes = 0; !done; changes++) {
            for (var state : CacheState.values()) {
                var disk = state.of(trial.disk(), seed);
                disk.failPowerAfter(changes);
                try {
                    LogStore.open(new HandWorld(3), disk, Trial.SETTINGS);
                    done = true;
                } catch (ThenceException _) {
                    // No power.
                }
                disk.watch((_, _, _) -> {});
                opens(disk.flushedCopy(), trial);
                for (int i = 0; i < SURVIVORS; i++) {
                    opens(disk.afterCrash(new SplittableRandom((seed * 64 + changes) * SURVIVORS + i)), trial);
                }
                starts += 1 + SURVIVORS;
            }
        }
        return starts;
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
        try {
            var world = new HandWorld(2);
            var store = LogStore.open(world, disk, Trial.SETTINGS);
            var check = new StoreCheck(store);
            var model = check.prefix(trial.expected());
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
