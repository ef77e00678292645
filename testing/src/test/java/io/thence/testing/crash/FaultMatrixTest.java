// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.testing.disk.Call;
import io.thence.testing.disk.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each fault at each call of a program that does one of everything, and then the power fails. A fault that is told of
 * costs nothing that was acknowledged. A silent one may cost what came last, or is reported, with its place; it never
 * makes a wrong event.
 */
class FaultMatrixTest {

    private static final List<Deed> SCRIPT = List.of(new Deed.Appends(11, 1, false), new Deed.Appends(12, 3, false),
            new Deed.Appends(13, 2, true), new Deed.Rest(20), new Deed.Look(14), new Deed.Seal(15, false),
            new Deed.Roll(16, false), new Deed.Seal(17, true), new Deed.Rest(25), new Deed.Poll(18), new Deed.Reopen(),
            new Deed.Seal(19, false), new Deed.Appends(20, 2, false), new Deed.Rest(25), new Deed.Roll(21, true),
            new Deed.Look(22), new Deed.Seal(23, false), new Deed.Verify(), new Deed.Appends(24, 1, false),
            new Deed.Mend(), new Deed.Appends(25, 1, false), new Deed.Cut(0, true, 26), new Deed.Appends(27, 1, false),
            new Deed.Look(28), new Deed.Reopen(), new Deed.Look(29));

    /** The same for what keeps a store. */
    private static final List<Deed> KEEPING = List.of(new Deed.Appends(31, 2, false), new Deed.Truncate(32, false),
            new Deed.Roll(33, false), new Deed.Compact(34, true), new Deed.Snapshot(35), new Deed.Backup(36),
            new Deed.Truncate(38, true), new Deed.Roll(39, false), new Deed.Compact(40, false),
            new Deed.Appends(41, 1, false), new Deed.Look(42), new Deed.Reopen(), new Deed.Compact(43, true),
            new Deed.Snapshot(35), new Deed.Backup(44), new Deed.Mend(), new Deed.Cut(0, true, 45),
            new Deed.Appends(46, 1, false), new Deed.Look(47), new Deed.Compact(48, true), new Deed.Backup(49));

    /** What became of a store with one fault. */
    enum Outcome {
        RECOVERED, REPORTED, LOST_UNSEEN
    }

    @BeforeAll
    static void quietly() {
        Runs.quietly();
    }

    @ParameterizedTest
    @EnumSource
    void everyFaultAtEveryCallIsDetectedRefusedOrRecovered(Fault fault) {
        var runs = new ArrayList<>(runs(SCRIPT, fault));
        runs.addAll(runs(KEEPING, fault));
        var outcomes = new EnumMap<Outcome, Integer>(Outcome.class);
        runs.parallelStream().map(FaultMatrixTest::run).toList()
                .forEach(outcome -> outcomes.merge(outcome, 1, Integer::sum));
        System.out.printf("fault matrix: %s at each of %d calls: %s%n", fault, runs.size(), outcomes);
        assertThat(runs).hasSizeGreaterThan(fault == Fault.LIES || fault == Fault.FULL ? 20 : 40);
        if (!fault.isSilent()) {
            assertThat(outcomes).containsOnlyKeys(Outcome.RECOVERED);
        }
    }

    /** The first finding with a fault that is told of; for mutants of the engine. */
    static Optional<String> loud() {
        try {
            for (var fault : List.of(Fault.FULL, Fault.TORN, Fault.FAILS)) {
                runs(SCRIPT, fault).stream().filter(run -> run.call.changes()).forEach(FaultMatrixTest::run);
            }
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** A fault that comes to the call number {@code k} of its kind. */
    private record Run(List<Deed> script, Fault fault, Call call, int k) {}

    private static List<Run> runs(List<Deed> script, Fault fault) {
        var runs = new ArrayList<Run>();
        calls(script).forEach((call, count) -> {
            for (int k = 0; fault.fits(call) && k < count; k++) {
                runs.add(new Run(script, fault, call, k));
            }
        });
        return runs;
    }

    private static Outcome run(Run run) {
        var deeds = new ArrayList<Deed>();
        deeds.add(new Deed.Harm(run.fault, Optional.of(run.call), run.k));
        deeds.addAll(run.script);
        var program = new Program(31L * run.k + run.call.name().length(), deeds);
        var trial = new Trial(program, (_, _, _, _) -> {});
        try {
            trial.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(run.fault + " at " + run.call + " " + run.k + " of a program of " + deeds.size()
                    + ": " + e.getMessage(), e);
        }
        return trial.isOver() ? Outcome.REPORTED : trial.hasLost() ? Outcome.LOST_UNSEEN : Outcome.RECOVERED;
    }

    private static Map<Call, Integer> calls(List<Deed> script) {
        var calls = new TreeMap<Call, Integer>();
        new Trial(new Program(1, script), (_, call, _, _) -> calls.merge(call, 1, Integer::sum)).run();
        return calls;
    }

    @Test
    void theProgramMakesEachCall() {
        assertThat(calls(SCRIPT)).containsKeys(Call.values());
    }
}
