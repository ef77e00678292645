// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.testing.disk.Call;
import io.thence.testing.disk.Fault;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that found something once, as short as they go, crashed at all of their points. */
class FoundProgramsTest {

    static List<Program> programs() {
        return List.of(
                // A manifest stayed whose run was gone, and named the next run of that number.
                new Program(1_797, List.of(new Deed.Appends(4_947_525_241_669_575_022L, 1, false),
                        new Deed.Harm(Fault.FAILS, Optional.of(Call.DELETE), 1), new Deed.Reopen(),
                        new Deed.Appends(8_258_424_334_244_464_067L, 3, false))));
    }

    @BeforeAll
    static void quietly() {
        Runs.quietly();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void stayFound(Program program) {
        Runs.run(program, Points.each(), new Histogram());
    }
}
