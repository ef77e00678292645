// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.ThenceException;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.testing.disk.FaultyDisk;
import io.thence.testing.engine.HandWorld;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every program of up to four operations, crashed at each call that changes the disk, from the very first start on: with
 * what was flushed and no more, with all that was written, and with something in between; and each with the index lost.
 */
class SmallProgramsTest {

    private static final int OPERATIONS = Integer.getInteger("thence.small.operations", 4);

    @BeforeAll
    static void quietly() {
        Runs.quietly();
    }

    @Test
    void noCrashAtAnyCallOfAnySmallProgramLosesOrMakesUpAnything() {
        var crashes = new AtomicLong();
        var programs = SmallPrograms.upTo(OPERATIONS);
        for (var program : programs) {
            var once = new long[] {0};
            long last = lastCallOfPrefix(program);
            try {
                new Trial(program, (trial, call, _, _) -> {
                    if (call.changes() && ++once[0] > last) {
                        crashes.addAndGet(crash(trial, once[0]));
                    }
                }).untended().run();
            } catch (AssertionError e) {
                throw new AssertionError("at change " + once[0] + " of\n" + program + "\n" + e.getMessage(), e);
            }
        }
        assertThat(programs).hasSize((int) (6 * (Math.pow(6, OPERATIONS) - 1) / 5));
        assertThat(crashes.get()).isGreaterThan(programs.size() * 8L);
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

    private static int crash(Trial trial, long seed) {
        var images = List.of(trial.disk().flushedCopy(), trial.disk().wholeCopy(),
                trial.disk().afterCrash(new SplittableRandom(seed)));
        for (var image : images) {
            opens(image, trial.candidates(), trial.durable());
        }
        var whole = trial.disk().wholeCopy();
        whole.list("index").forEach(name -> whole.delete("index/" + name));
        opens(whole, trial.candidates(), trial.durable());
        return images.size() + 1;
    }

    private static void opens(FaultyDisk disk, List<Append> candidates, int floor) {
        try {
            var store = LogStore.open(new HandWorld(2), disk, Trial.SETTINGS);
            var check = new StoreCheck(store);
            int n = check.prefix(candidates, floor);
            check.look(Model.of(candidates.subList(0, n)), new Wishes(n, Model.of(candidates.subList(0, n)),
                    store.lineage()));
        } catch (ThenceException e) {
            throw new AssertionError("the store does not open: " + e.getMessage(), e);
        }
    }
}
