// SPDX-License-Identifier: Apache-2.0
package io.thence.stream;

import io.thence.stream.KeyedStates.Out;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Inputs and timers of all keys come in one order, states of keys that are too many go, and time never goes back. */
class KeyedStatesTest {

    /** Says what came in, and again so many milliseconds later; with 0 it is over at once. */
    private static final class Echo implements KeyedMachine<String, Integer, String> {
        @Override
        public String start() {
            return "new";
        }

        @Override
        public Step<String, String> on(String state, Integer later, Instant at) {
            return new Step<>(later == 0 ? Optional.empty() : Optional.of("waits"), List.of(state + " " + later),
                    later == 0 ? Optional.empty() : Optional.of(at.plusMillis(later)));
        }

        @Override
        public Step<String, String> onTimer(String state, Instant at) {
            return new Step<>(Optional.of("rang"), List.of("rings"), Optional.empty());
        }
    }

    private final List<String> dropped = new ArrayList<>();
    private final KeyedStates<String, Integer, String> states =
            new KeyedStates<>(new Echo(), 2, (key, state) -> dropped.add(key + " " + state));

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static List<String> texts(List<Out<String>> outs) {
        return outs.stream().map(out -> out.at().toEpochMilli() + " " + out.key() + ": " + out.out()).toList();
    }

    @Test
    void timers_go_before_an_input_of_their_time_the_earliest_first() {
        assertThat(texts(states.input("b", 10, time(0)))).containsExactly("0 b: new 10");
        assertThat(texts(states.input("a", 10, time(0)))).containsExactly("0 a: new 10");
        assertThat(states.nextDue()).contains(time(10));
        assertThat(texts(states.input("b", 5, time(10)))).containsExactly("10 a: rings", "10 b: rings", "10 b: rang 5");
        assertThat(texts(states.advance(time(14)))).isEmpty();
        assertThat(texts(states.advance(time(1_000)))).containsExactly("15 b: rings");
        assertThat(states.nextDue()).isEmpty();
    }

    @Test
    void an_input_takes_the_place_of_a_timer_that_was_asked_for_before() {
        states.input("a", 10, time(0));
        states.input("a", 30, time(5));
        assertThat(texts(states.advance(time(34)))).isEmpty();
        assertThat(texts(states.advance(time(35)))).containsExactly("35 a: rings");
    }

    @Test
    void time_does_not_go_back() {
        states.advance(time(100));
        assertThat(texts(states.input("a", 1, time(50)))).containsExactly("100 a: new 1");
        assertThat(states.advance(time(20))).isEmpty();
        assertThat(states.now()).isEqualTo(time(100));
    }

    @Test
    void the_key_that_was_seen_longest_ago_goes_for_one_too_many_with_its_timer() {
        states.input("a", 10, time(0));
        states.input("b", 10, time(1));
        states.input("a", 10, time(2));
        states.input("c", 10, time(3));
        assertThat(dropped).containsExactly("b waits");
        assertThat(states.keys()).containsExactly("a", "c");
        assertThat(texts(states.advance(time(100)))).containsExactly("12 a: rings", "13 c: rings");
        assertThat(texts(states.input("b", 0, time(101)))).containsExactly("101 b: new 0");
        assertThat(dropped).as("one that is over takes no place").hasSize(1);
    }

    @Test
    void a_state_is_changed_from_outside_and_looks_at_the_time() {
        states.input("a", 10, time(5));
        assertThat(texts(states.change("a", state -> state + "!"))).containsExactly("5 a: rings");
        assertThat(texts(states.change("z", state -> state + "!"))).containsExactly("5 z: rings");
        assertThat(states.advance(time(100))).as("its timer is gone").isEmpty();
        assertThat(states.size()).isEqualTo(2);
    }

    @Test
    void what_is_known_from_before_is_where_an_input_begins_and_no_time_passes_for_it() {
        states.know("a", "old");
        assertThat(states.advance(time(100))).isEmpty();
        assertThat(texts(states.input("a", 10, time(100)))).containsExactly("100 a: old 10");
    }

    @Test
    void keys_that_come_from_outside_are_no_more_than_may_be_known_either() {
        states.know("a", "old");
        states.know("b", "old");
        states.know("c", "old");
        states.advance(time(5));
        states.change("d", state -> state + "!");
        assertThat(dropped).containsExactly("a old", "b old");
        assertThat(states.keys()).containsExactly("c", "d");
    }

    @Test
    void a_machine_that_wakes_itself_at_once_is_a_fault() {
        assertThatThrownBy(() -> states.input("a", -1, time(5))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("let it be later");
    }
}
