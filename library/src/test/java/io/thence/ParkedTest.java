// SPDX-License-Identifier: Apache-2.0
package io.thence;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is kept of an exception's message is text for every store. */
class ParkedTest {

    private static String kept(String said) {
        return new Parked(new KeyValue("account", "a"), 1, "java.lang.Error", said).message();
    }

    @Test
    void what_no_store_takes_for_text_is_marked() {
        assertThat(kept("a\0b")).isEqualTo("a\uFFFDb");
        assertThat(kept("half \uD83D of a pair")).isEqualTo("half \uFFFD of a pair");
        assertThat(kept("whole \uD83D\uDE00")).isEqualTo("whole \uD83D\uDE00");
    }

    @Test
    void a_long_message_is_cut_and_no_pair_in_two() {
        assertThat(kept("\uD83D\uDE00".repeat(2_000))).isEqualTo("\uD83D\uDE00".repeat(1_000));
    }
}
