// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.rot;

import io.thence.testing.child.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Flipped bits, in a child with a small heap: one in 61 here, so each bit of a byte comes; all in the campaign. */
class BitFlipsTest {

    private static final String STEP = "61";

    @Test
    void aFlippedBitIsHarmlessOrReportedOrMadeAnew() throws Exception {
        var output = flip(STEP);
        System.out.println("bit flips: " + output);
        assertThat(output).contains("REPORTED", "MADE_ANEW", ".manifest", ".run", "places");
    }

    @Test
    @Tag("campaign")
    void everyFlippedBitIsHarmlessOrReportedOrMadeAnew() throws Exception {
        System.out.println("all bit flips: " + flip("1"));
    }

    private static String flip(String step) throws Exception {
        return ChildJvm.run(ChildJvm.command(List.of("-Xmx32m"), BitFlips.class, List.of(step)));
    }
}
