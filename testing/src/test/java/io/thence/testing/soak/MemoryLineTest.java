// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is called flat, and what is not. */
class MemoryLineTest {

    private static final int LOOKS = 480;
    private static final long MIB = 1 << 20;

    private static MemoryLine of(IntToLongFunction heap, IntToLongFunction resident) {
        var line = new MemoryLine();
        line.begins();
        line.take(5_000, 500 * MIB, 900 * MIB, 7); // of another, shorter life
        line.begins();
        for (int i = 0; i < LOOKS; i++) {
            line.take(5_000L * i, heap.applyAsLong(i), resident.applyAsLong(i), 100L * i);
        }
        return line;
    }

    @Test
    void what_goes_up_and_down_and_what_grew_in_the_first_third_is_flat() {
        of(i -> (40 + i % 20 + Math.min(i, LOOKS / 3)) * MIB, i -> (200 + i % 30) * MIB).demandFlat();
    }

    /** 40 bytes for each of 125 commands a second, in looks each five seconds: 40 minutes of it. */
    @Test
    void a_heap_that_grows_by_few_bytes_a_command_is_not() {
        var line = of(i -> 40 * MIB + 40L * 125 * 5 * i, _ -> 200 * MIB);
        assertThatThrownBy(line::demandFlat).isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes that the live heap grew by");
    }

    @Test
    void what_grows_outside_of_the_heap_is_not() {
        var line = of(_ -> 40 * MIB, i -> 200 * MIB + 200_000L * i);
        assertThatThrownBy(line::demandFlat).isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes that the process grew by");
    }

    @Test
    void few_looks_say_nothing() {
        var line = new MemoryLine();
        line.begins();
        line.take(1, MIB, MIB, 1);
        assertThatThrownBy(line::demandFlat).isInstanceOf(AssertionError.class).hasMessageContaining("looks");
    }

    @Test
    void a_plot_has_a_column_for_each_part_of_the_time() {
        var plot = of(i -> (i < LOOKS / 2 ? 16 : 32) * MIB, _ -> 160 * MIB).plot();
        assertThat(plot.lines()).contains("   32 |" + " ".repeat(50) + "*".repeat(50),
                "   16 |" + "*".repeat(50) + " ".repeat(50), "  160 |" + "*".repeat(100),
                "      +" + "-".repeat(100) + " 39 min");
    }
}
