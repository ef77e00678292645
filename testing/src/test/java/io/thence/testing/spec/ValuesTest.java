// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ValuesTest {

    enum Colour {
        RED,
        BLUE
    }

    sealed interface Tree {
        record Leaf(int n) implements Tree {}

        record Node(Tree left, Tree right) implements Tree {}
    }

    record All(String text, long number, Optional<Instant> time, List<Colour> colours, Map<String, Tree> trees,
            Set<LocalDate> days, BigDecimal price, int[] numbers) {}

    record Even(int n) {
        Even {
            if (n % 2 != 0) {
                throw new IllegalArgumentException(n + " is odd");
            }
        }
    }

    record Never(int n) {
        Never {
            if (n > -10_000) {
                throw new IllegalArgumentException("no " + getClass().getSimpleName());
            }
        }
    }

    record Strange(Random random) {}

    @Test
    void a_seed_gives_the_same_values_again() {
        var values = new Values(Map.of(), true);
        var one = new SplittableRandom(7);
        var other = new SplittableRandom(7);
        var seen = new HashSet<String>();
        for (int i = 0; i < 200; i++) {
            var text = Shown.of(values.of(All.class, one));
            assertThat(Shown.of(values.of(All.class, other))).isEqualTo(text);
            seen.add(text);
        }
        assertThat(seen).hasSizeGreaterThan(190);
    }

    @Test
    void extremes_are_made_where_they_are_wanted() {
        assertThat(numbers(true)).contains(Long.MIN_VALUE, Long.MAX_VALUE, -1L, 0L, 1L);
        assertThat(numbers(false)).contains(0L, 1L).allMatch(n -> Math.abs(n) < 1_000);
    }

    private static Set<Long> numbers(boolean extremes) {
        var values = new Values(Map.of(), extremes);
        var random = new SplittableRandom(1);
        var numbers = new HashSet<Long>();
        for (int i = 0; i < 500; i++) {
            numbers.add(values.of(All.class, random).number());
        }
        return numbers;
    }

    @Test
    void what_a_constructor_refuses_is_no_value() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            assertThat(new Values(Map.of(), false).of(Even.class, random).n()).isEven();
        }
        assertThatThrownBy(() -> new Values(Map.of(), false).of(Never.class, random))
                .hasMessageContaining("its constructor refused 1000 tries, the last one by"
                        + " java.lang.IllegalArgumentException: no Never; say generating(Never.class, random -> ..)");
    }

    @Test
    void a_type_that_is_not_known_is_made_as_the_user_says() {
        var random = new SplittableRandom(1);
        assertThatThrownBy(() -> new Values(Map.of(), false).of(Strange.class, random)).hasMessage(
                "a java.util.Random cannot be made up: say generating(Random.class, random -> ..), for it or for the"
                        + " record that has it");
        assertThat(new Values(Map.of(Random.class, _ -> new Random(3)), false).of(Strange.class, random).random())
                .isNotNull();
    }
}
