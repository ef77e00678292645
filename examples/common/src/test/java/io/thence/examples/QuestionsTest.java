// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import io.thence.ThenceException.BadRequest;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QuestionsTest {

    private static final Questions QUESTIONS = Questions.NONE
            .with("K1", "one?", _ -> "one").with("K10", "ten?", _ -> "ten").with("K2", "two?", _ -> "two");

    @Test
    void come_in_their_own_order_however_they_are_asked_for() {
        assertThat(QUESTIONS.only(List.of()).byNumber().keySet()).containsExactly("K1", "K10", "K2");
        assertThat(QUESTIONS.only(List.of("K2", "K1")).byNumber().keySet()).containsExactly("K1", "K2");
    }

    @Test
    void one_that_is_not_there_is_refused_with_those_that_are() {
        assertThatThrownBy(() -> QUESTIONS.only(List.of("K1", "K3"))).isInstanceOf(BadRequest.class)
                .hasMessage("there is no question K3: there are K1, K10, K2");
    }

    @Test
    void amounts_are_exact() {
        assertThat(Hundredths.of(new BigDecimal("0.10"))).isEqualTo(10);
        assertThat(Hundredths.of(new BigDecimal("700"))).isEqualTo(70_000);
        assertThat(Hundredths.text(-5)).isEqualTo("-0.05");
        assertThat(Hundredths.text(2_784_070)).isEqualTo("27840.70");
        assertThatThrownBy(() -> Hundredths.of(new BigDecimal("0.001"))).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_missing_file_is_said_in_one_line() {
        assertThat(DataSets.missing(List.of("none/none.csv"))).hasValueSatisfying(line -> assertThat(line)
                .endsWith("none.csv is missing: name the folder of data sets by THENCE_DATASETS").doesNotContain("\n"));
    }
}
