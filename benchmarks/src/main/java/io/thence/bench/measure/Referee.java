// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.List;
import java.util.Optional;

/**
 * Measures a row, and again if a peer was too weak for the comparison to prove anything: up to three times, then the
 * row is reported as invalid.
 */
public final class Referee {

    private static final int ATTEMPTS = 3;

    /** Fewer rounds give no median to rely on. */
    public static final int ROUNDS_LEAST = 5;

    private final Lab lab;
    private final int rounds;

    /** A referee who takes {@code rounds} samples of each contender. */
    public Referee(Lab lab, int rounds) {
        this.lab = lab;
        this.rounds = rounds;
    }

    /** The row's result. */
    public Result judge(Row row) throws Exception {
        int attempt = 1;
        while (true) {
            var result = attempt(row, attempt);
            if (!isWeak(row, result.medians()) || attempt == ATTEMPTS || rounds < ROUNDS_LEAST) {
                return result;
            }
            attempt++;
        }
    }

    private static boolean isWeak(Row row, Medians medians) {
        return row.floors().stream().anyMatch(floor -> medians.value(floor.peer()).isPresent()
                && floor.objection(medians).isPresent());
    }

    private Result attempt(Row row, int attempt) throws Exception {
        long start = System.nanoTime();
        double before = flushMicros();
        var measured = row.measure(lab, rounds);
        double flushMicros = Medians.median(List.of(before, flushMicros()));
        var medians = Medians.of(measured.rounds(), flushMicros);
        long seconds = Math.round((System.nanoTime() - start) / 1e9);
        return new Result(row.name(), row.unit(), row.bars(),
                measured.with("flushMicros", flushMicros).with("attempts", attempt).with("seconds", seconds),
                medians, invalid(row, measured, medians));
    }

    private double flushMicros() throws Exception {
        var folder = lab.directory("flush");
        double micros = FlushTime.micros(folder, lab.scale().flushes());
        Lab.clear(folder);
        return micros;
    }

    private Optional<String> invalid(Row row, Measured measured, Medians medians) {
        if (rounds < ROUNDS_LEAST) {
            return Optional.of("medians of " + rounds + " rounds: at least " + ROUNDS_LEAST + " are needed");
        }
        for (var bar : row.bars()) {
            var missing = bar.needs().filter(peer -> medians.value(peer).isEmpty());
            if (missing.isPresent()) {
                return Optional.of(missing.get() + " took no part: "
                        + measured.failures().getOrDefault(missing.get(), "no samples"));
            }
        }
        return row.floors().stream().flatMap(floor -> floor.objection(medians).stream()).findFirst();
    }
}
