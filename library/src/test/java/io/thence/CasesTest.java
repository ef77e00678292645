// SPDX-License-Identifier: Apache-2.0
package io.thence;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A class stands for the records below it. */
class CasesTest {

    sealed interface Top {}

    record First() implements Top {}

    sealed interface Middle extends Top {}

    sealed interface Other extends Top {}

    record Shared() implements Middle, Other {}

    record Last() implements Other {}

    sealed interface Open {
        record Fine() implements Open {}

        non-sealed interface Gap extends Open {}
    }

    @Test
    void a_record_stands_for_itself() {
        assertThat(Cases.of(First.class)).containsExactly(First.class);
    }

    @Test
    void a_sealed_interface_stands_for_its_records_at_any_depth_each_once() {
        assertThat(Cases.of(Top.class)).containsExactly(First.class, Shared.class, Last.class);
        assertThat(Cases.of(Other.class)).containsExactly(Shared.class, Last.class);
    }

    @Test
    void a_case_that_is_neither_record_nor_sealed_is_refused_by_name() {
        assertThatThrownBy(() -> Cases.of(Open.class)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("io.thence.CasesTest$Open$Gap is neither a record nor a sealed interface of records: make"
                        + " it one");
    }
}
