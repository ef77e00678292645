// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** All is closed, whatever the closing of some throws. */
class ClosingTest {

    @Test
    void an_error_keeps_nothing_open() {
        var closed = new ArrayList<String>();
        assertThatThrownBy(() -> Closing.all(Stream.of(
                () -> {
                    throw new AssertionError("first");
                },
                () -> {
                    throw new IllegalStateException("second");
                },
                () -> closed.add("third")))).isInstanceOf(AssertionError.class).hasMessage("first")
                .satisfies(first -> assertThat(first.getSuppressed()).singleElement()
                        .isInstanceOf(IllegalStateException.class));
        assertThat(closed).containsExactly("third");
    }
}
