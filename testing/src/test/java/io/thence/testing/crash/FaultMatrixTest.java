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
        var outcomes = new EnumMap<Outcome, Integer>(Outcome.class);
        int runs = 0;
        for (var count : calls().entrySet()) {
            for (int k = 0; fault.fits(count.getKey()) && k < count.getValue(); k++) {
                outcomes.merge(run(fault, count.getKey(), k), 1, Integer::sum);
                runs++;
            }
        }
        System.out.printf("fault matrix: %s at each of %d calls: %s%n", fault, runs, outcomes);
        assertThat(runs).isGreaterThan(fault == Fault.LIES || fault == Fault.FULL ? 20 : 40);
        if (!fault.isSilent()) {
            assertThat(outcomes).containsOnlyKeys(Outcome.RECOVERED);
        }
    }

    /** The first finding with a fault that is told of; for mutants of the engine. */
    static Optional<String> loud() {
        try {
            for (var fault : List.of(Fault.FULL, Fault.TORN, Fault.FAILS)) {
                for (var count : calls().entrySet()) {
                    boolean fits = fault.fits(count.getKey()) && count.getKey().changes();
                    for (int k = 0; fits && k < count.getValue(); k++) {
                        run(fault, count.getKey(), k);
                    }
                }
            }
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Outcome run(Fault fault, Call call, int k) {
        var deeds = new ArrayList<Deed>();
        deeds.add(new Deed.Harm(fault, Optional.of(call), k));
        deeds.addAll(SCRIPT);
        var program = new Program(31L * k + call.name().length(), deeds);
        var trial = new Trial(program, (_, _, _, _) -> {});
        try {
            trial.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(fault + " at " + call + " " + k + ": " + e.getMessage(), e);
        }
        return trial.isOver() ? Outcome.REPORTED : trial.hasLost() ? Outcome.LOST_UNSEEN : Outcome.RECOVERED;
    }

    private static Map<Call, Integer> calls() {
        var calls = new TreeMap<Call, Integer>();
        new Trial(new Program(1, SCRIPT), (_, call, _, _) -> calls.merge(call, 1, Integer::sum)).run();
        return calls;
    }

    @Test
    void theProgramMakesEachCall() {
        assertThat(calls()).containsKeys(Call.values());
    }
}
