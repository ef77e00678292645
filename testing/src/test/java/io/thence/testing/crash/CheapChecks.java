// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** The checks of this package, each to its first finding and without shrinking it; for mutants of the engine. */
public final class CheapChecks {

    private CheapChecks() {}

    public static void quietly() {
        Runs.quietly();
    }

    /** Programs crashed at one in some of their points. */
    public static Optional<String> crashes(int seeds) {
        return first(seeds, seed -> Runs.fails(Program.of(seed), point -> Math.floorMod(point ^ seed, 4) == 0,
                new Histogram()));
    }

    /** Small programs, crashed at each change of the disk. */
    public static Optional<String> small() {
        return small(SmallPrograms.upTo(3), SmallProgramsTest::crash);
    }

    /** Small programs, whose next start is crashed. */
    public static Optional<String> starts() {
        return small(SmallPrograms.starts(), SmallProgramsTest::crashStarts);
    }

    private static Optional<String> small(List<Program> programs, SmallProgramsTest.At at) {
        quietly();
        try {
            programs.forEach(program -> SmallProgramsTest.crash(program, at));
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Programs in which nothing goes wrong. */
    public static Optional<String> plain(int seeds) {
        return first(seeds, seed -> Runs.fails(Program.plain(seed), _ -> false, new Histogram()));
    }

    public static Optional<String> silent(int seeds) {
        return first(seeds, seed -> Runs.fails(Program.silent(seed), _ -> false, new Histogram()));
    }

    /** Each fault that is told of, at each call. */
    public static Optional<String> faults() {
        quietly();
        return FaultMatrixTest.loud();
    }

    private static Optional<String> first(int seeds, LongFunction<Optional<Throwable>> run) {
        quietly();
        return LongStream.rangeClosed(1, seeds).mapToObj(run).flatMap(Optional::stream).findFirst()
                .map(String::valueOf);
    }
}
