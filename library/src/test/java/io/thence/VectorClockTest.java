// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Causality.Known;
import io.thence.ThenceException.BadRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The laws of vector clocks, and what they say of messages between processes, held against who had heard of whom. */
class VectorClockTest {

    private static final int PROCESSES = 4;

    private static VectorClock of(Random chance) {
        var counts = new HashMap<String, Long>();
        for (int i = 0; i < PROCESSES; i++) {
            counts.put("p" + i, (long) chance.nextInt(3));
        }
        return new VectorClock(counts);
    }

    @Test
    void merging_is_in_any_order_and_any_grouping_and_idle_twice() {
        var chance = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            var a = of(chance);
            var b = of(chance);
            var c = of(chance);
            assertThat(a.merge(b)).isEqualTo(b.merge(a));
            assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
            assertThat(a.merge(a)).isEqualTo(a);
            assertThat(a.merge(VectorClock.ZERO)).isEqualTo(a);
            assertThat(a.compare(a.merge(b))).isIn(Known.BEFORE, Known.SAME);
            assertThat(a.compare(a.tick("p1"))).isEqualTo(Known.BEFORE);
        }
    }

    @Test
    void comparing_is_an_order() {
        var chance = new Random(2);
        int concurrent = 0;
        for (int i = 0; i < 2_000; i++) {
            var a = of(chance);
            var b = of(chance);
            var c = of(chance);
            assertThat(a.compare(b)).isEqualTo(b.compare(a).turned());
            assertThat(a.compare(b) == Known.SAME).isEqualTo(a.equals(b));
            if (a.compare(b) == Known.BEFORE && b.compare(c) == Known.BEFORE) {
                assertThat(a.compare(c)).isEqualTo(Known.BEFORE);
            }
            concurrent += a.compare(b) == Known.CONCURRENT ? 1 : 0;
        }
        assertThat(concurrent).isBetween(200, 1_800);
    }

    private record Told(int number, VectorClock clock, Set<Integer> knows) {}

    @Test
    void it_says_who_had_heard_of_whom() {
        for (int seed = 1; seed <= 20; seed++) {
            var chance = new Random(seed);
            var last = new ArrayList<Told>();
            for (int i = 0; i < PROCESSES; i++) {
                last.add(new Told(-1, VectorClock.ZERO, Set.of()));
            }
            var events = new ArrayList<Told>();
            for (int i = 0; i < 60; i++) {
                int process = chance.nextInt(PROCESSES);
                var own = last.get(process);
                var heard = events.isEmpty() || chance.nextBoolean() ? own : events.get(chance.nextInt(events.size()));
                var knows = new HashSet<>(own.knows());
                knows.addAll(heard.knows());
                knows.add(i);
                var event = new Told(i, own.clock().merge(heard.clock()).tick("p" + process), knows);
                events.add(event);
                last.set(process, event);
            }
            for (var one : events) {
                for (var other : events) {
                    assertThat(one.clock().compare(other.clock())).isEqualTo(expected(one, other));
                }
            }
        }
    }

    private static Known expected(Told one, Told other) {
        if (one.number() == other.number()) {
            return Known.SAME;
        }
        return other.knows().contains(one.number()) ? Known.BEFORE
                : one.knows().contains(other.number()) ? Known.AFTER : Known.CONCURRENT;
    }

    @Test
    void it_is_small_and_counts_up() {
        assertThat(new VectorClock(Map.of("a", 0L))).isEqualTo(VectorClock.ZERO);
        assertThat(VectorClock.ZERO.tick("a").tick("a").of("a")).isEqualTo(2);
        assertThat(VectorClock.ZERO.of("a")).isZero();
        assertThat(List.copyOf(new VectorClock(Map.of("b", 1L, "a", 2L)).counts().keySet())).containsExactly("a", "b");
        assertThatThrownBy(() -> new VectorClock(Map.of("a", -1L))).isInstanceOf(BadRequest.class)
                .hasMessageContaining("{a=-1}");
        var many = new HashMap<String, Long>();
        for (int i = 0; i <= VectorClock.PROCESSES_MAX; i++) {
            many.put("p" + i, 1L);
        }
        assertThatThrownBy(() -> new VectorClock(many)).isInstanceOf(BadRequest.class).hasMessageContaining("1025");
    }
}
