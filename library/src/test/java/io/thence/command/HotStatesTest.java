// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.KeyValue;
import io.thence.bank.Bank;
import io.thence.command.HotStates.Hot;
import io.thence.event.EventCodec;
import io.thence.snapshot.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Hot states are bounded by their bytes (each has 150 for its entry), and a state's bytes are a sane estimate. */
class HotStatesTest {

    private final FoldPlans plans = new FoldPlans(new EventCodec(Bank.APPLICATION), Snapshots.none());
    private final FoldPlan<String, Long> plan = plans.of(Bank.BALANCE);
    private final HotStates states = new HotStates(1_000);

    private void put(String key, long upTo, long bytes) {
        states.put(plan, new KeyValue("account", key), new Hot(key + upTo, upTo, upTo, 0, bytes), states.era());
    }

    private List<String> kept(String... keys) {
        return List.of(keys).stream().filter(key -> states.get(plan, new KeyValue("account", key)) != null).toList();
    }

    @Test
    void as_many_are_kept_as_their_bytes_allow() {
        for (var key : List.of("a", "b", "c", "d", "e")) {
            put(key, 1, 50);
        }
        assertThat(kept("a", "b", "c", "d", "e")).hasSize(5);
        put("f", 1, 50);
        assertThat(kept("a", "b", "c", "d", "e", "f")).containsExactly("b", "c", "d", "e", "f");
    }

    @Test
    void what_was_read_before_all_was_dropped_is_not_kept() {
        put("a", 1, 50);
        long before = states.era();
        states.drop();
        states.put(plan, new KeyValue("account", "b"), new Hot("b", 2, 2, 0, 50), before);
        assertThat(kept("a", "b")).isEmpty();
        for (var key : List.of("a", "b", "c", "d", "e")) {
            put(key, 3, 50);
        }
        assertThat(kept("a", "b", "c", "d", "e")).as("the bytes are free again").hasSize(5);
    }

    @Test
    void the_one_that_was_not_used_for_longest_goes_first() {
        for (var key : List.of("a", "b", "c", "d", "e")) {
            put(key, 1, 50);
        }
        assertThat(kept("a", "b")).hasSize(2);
        put("f", 1, 250);
        assertThat(kept("a", "b", "c", "d", "e", "f")).containsExactly("a", "b", "e", "f");
    }

    @Test
    void a_state_that_grows_pushes_others_out_and_one_that_shrinks_makes_room() {
        put("a", 1, 50);
        put("b", 1, 50);
        put("c", 1, 50);
        put("c", 2, 600);
        assertThat(kept("a", "b", "c")).containsExactly("b", "c");
        put("c", 3, 0);
        put("d", 1, 250);
        put("e", 1, 50);
        assertThat(kept("b", "c", "d", "e")).hasSize(4);
    }

    @Test
    void a_state_that_is_larger_than_all_room_is_not_kept() {
        put("a", 1, 851);
        assertThat(kept("a")).isEmpty();
        put("b", 1, 850);
        assertThat(kept("b")).containsExactly("b");
    }

    @Test
    void an_older_state_does_not_replace_a_newer_one() {
        put("a", 5, 10);
        put("a", 4, 10);
        assertThat(states.get(plan, new KeyValue("account", "a"))).isEqualTo(new Hot("a5", 5, 5, 0, 10));
        put("a", 6, 10);
        assertThat(states.get(plan, new KeyValue("account", "a"))).isEqualTo(new Hot("a6", 6, 6, 0, 10));
    }

    @Test
    void states_of_two_folds_at_one_key_are_two() {
        put("a", 1, 10);
        assertThat(states.get(plans.of(Bank.HOLDER), new KeyValue("account", "a"))).isNull();
    }

    record Pair(String text, long number) {}

    @Test
    void bytes_grow_with_what_a_state_holds() {
        assertThat(StateSize.bytes(null)).isZero();
        assertThat(StateSize.bytes("abcd")).isEqualTo(36);
        assertThat(StateSize.bytes(5L)).isEqualTo(16);
        assertThat(StateSize.bytes(Optional.of(5L))).isEqualTo(32);
        assertThat(StateSize.bytes(Optional.empty())).isEqualTo(16);
        assertThat(StateSize.bytes(Instant.EPOCH)).isEqualTo(64);
        assertThat(StateSize.bytes(new Pair("abcd", 1))).isEqualTo(16 + 4 + 36 + 4 + 16);
        assertThat(StateSize.bytes(List.of("abcd", "abcd"))).isEqualTo(32 + 2 * (20 + 36));
        assertThat(StateSize.bytes(Map.of("abcd", 1L))).isEqualTo(32 + 20 + 36 + 32 + 20 + 16);
        var many = IntStream.range(0, 1_000).mapToObj(i -> new Pair("abcd", i)).toList();
        assertThat(StateSize.bytes(many)).isBetween(50_000L, 150_000L);
    }
}
