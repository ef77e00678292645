// SPDX-License-Identifier: Apache-2.0
package io.thence.order;

import io.thence.ThenceException.BadRequest;
import io.thence.order.Resequencer.Step;
import io.thence.order.Resequencer.TimerChange;
import io.thence.order.Resequencer.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What comes out of order goes on in order; what waits is bounded, in number and time; what is late is told apart. */
class ResequencerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Item(String producer, long number) {}

    private static final Resequencer<Long> SMALL =
            Resequencer.<Long>by(number -> number).within(3, Duration.ofSeconds(5));

    private static Step<Long> after(Resequencer<Long> resequencer, long... numbers) {
        var step = new Step<>(Waiting.<Long>from(1), List.<Long>of(), List.of(), List.of(), TimerChange.KEEP);
        for (long number : numbers) {
            step = resequencer.arrived(step.waiting(), number);
        }
        return step;
    }

    @Test
    void what_is_early_waits_for_what_is_missing() {
        assertThat(after(SMALL, 1).released()).containsExactly(1L);
        assertThat(after(SMALL, 1, 3).released()).isEmpty();
        assertThat(after(SMALL, 1, 3).timer()).isEqualTo(TimerChange.START);
        assertThat(after(SMALL, 1, 3, 4).timer()).isEqualTo(TimerChange.KEEP);
        var whole = after(SMALL, 1, 4, 3, 2);
        assertThat(whole.released()).containsExactly(2L, 3L, 4L);
        assertThat(whole.timer()).isEqualTo(TimerChange.CANCEL);
        assertThat(whole.waiting()).isEqualTo(after(SMALL, 1, 2, 3, 4).waiting());
    }

    @Test
    void a_gap_that_is_filled_before_another_one_starts_the_timer_anew() {
        var step = after(SMALL, 2, 4, 1);
        assertThat(step.released()).containsExactly(1L, 2L);
        assertThat(step.timer()).isEqualTo(TimerChange.START);
        assertThat(step.waiting().held()).containsExactly(4L);
    }

    @Test
    void one_too_many_passes_over_what_is_missing_first() {
        assertThat(after(SMALL, 3, 4, 6).released()).isEmpty();
        var over = after(SMALL, 3, 4, 6, 8);
        assertThat(over.released()).containsExactly(3L, 4L);
        assertThat(over.waiting().held()).containsExactly(6L, 8L);
        assertThat(over.waiting().gaps().missing()).containsExactly(new Gaps.Range(1, 2));
    }

    @Test
    void time_passes_over_what_is_missing_first_and_that_is_late_then_and_once() {
        var over = SMALL.timedOut(after(SMALL, 3, 4, 6).waiting());
        assertThat(over.released()).containsExactly(3L, 4L);
        assertThat(over.timer()).isEqualTo(TimerChange.START);
        var late = SMALL.arrived(over.waiting(), 2L);
        assertThat(late.late()).containsExactly(2L);
        assertThat(late.released()).isEmpty();
        assertThat(SMALL.arrived(late.waiting(), 2L).repeated()).containsExactly(2L);
        assertThat(SMALL.arrived(late.waiting(), 3L).repeated()).containsExactly(3L);
        assertThat(SMALL.arrived(late.waiting(), 6L).repeated()).as("it waits").containsExactly(6L);
        var end = SMALL.timedOut(late.waiting());
        assertThat(end.released()).containsExactly(6L);
        assertThat(end.timer()).isEqualTo(TimerChange.CANCEL);
        assertThat(SMALL.timedOut(end.waiting())).isEqualTo(new Step<>(end.waiting(), List.of(), List.of(), List.of(),
                TimerChange.KEEP));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_comes_each_goes_on_once_and_in_order_unless_it_is_late(long seed) {
        var chance = new Random(seed);
        var late = new ArrayList<Item>();
        var order = Resequencer.<Item>by(Item::number).within(5, Duration.ofSeconds(10));
        var inOrder = new InOrder<>(Item::producer, order, 1, late::add);
        var released = new HashMap<String, List<Long>>();
        var sent = new ArrayList<Item>();
        var now = START;
        for (var item : shuffled(chance)) {
            now = now.plusMillis(chance.nextInt(2_000));
            if (inOrder.due().isPresent() && !inOrder.due().get().isAfter(now)) {
                add(inOrder.timedOut(now), released);
            }
            assertThat(inOrder.due().isEmpty() || inOrder.due().get().isAfter(now)).isTrue();
            sent.add(item);
            add(inOrder.arrived(item, now), released);
            if (chance.nextInt(10) == 0) {
                add(inOrder.arrived(sent.get(chance.nextInt(sent.size())), now), released);
            }
        }
        while (inOrder.due().isPresent()) {
            add(inOrder.timedOut(inOrder.due().get()), released);
        }
        assertThat(new HashSet<>(late)).hasSameSizeAs(late);
        for (var producer : List.of("a", "b", "c")) {
            var own = released.get(producer);
            assertThat(own).isSorted().doesNotHaveDuplicates();
            assertThat(Stream.concat(own.stream(), late.stream().filter(item -> item.producer().equals(producer))
                    .map(Item::number))).containsExactlyInAnyOrderElementsOf(sent.stream()
                    .filter(item -> item.producer().equals(producer)).map(Item::number).toList());
        }
        assertThat(inOrder.counts().late()).isEqualTo(late.size()).isBetween(5L, 150L);
        assertThat(inOrder.counts().released() + late.size()).isEqualTo(sent.size());
        assertThat(inOrder.counts().repeated()).isPositive();
    }

    /** Of three producers, a tenth lost, each up to some places from its own. */
    private static List<Item> shuffled(Random chance) {
        var places = new HashMap<Item, Double>();
        for (var producer : List.of("a", "b", "c")) {
            LongStream.rangeClosed(1, 200).filter(_ -> chance.nextInt(10) > 0)
                    .forEach(number -> places.put(new Item(producer, number), number + chance.nextDouble() * 12));
        }
        return places.entrySet().stream().sorted(Map.Entry.<Item, Double>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.comparing(Item::producer)))).map(Map.Entry::getKey)
                .toList();
    }

    private static void add(List<Item> items, Map<String, List<Long>> released) {
        items.forEach(item -> released.computeIfAbsent(item.producer(), _ -> new ArrayList<>()).add(item.number()));
    }

    @Test
    void it_waits_exactly_as_long_as_is_said() {
        var inOrder = new InOrder<Long, Long>(_ -> 0L, SMALL, 1, _ -> {});
        assertThat(inOrder.arrived(2L, START)).isEmpty();
        assertThat(inOrder.arrived(3L, START.plusSeconds(3))).isEmpty();
        assertThat(inOrder.due()).contains(START.plusSeconds(5));
        assertThat(inOrder.timedOut(START.plusMillis(4_999))).isEmpty();
        assertThat(inOrder.timedOut(START.plusSeconds(5))).containsExactly(2L, 3L);
        assertThat(inOrder.due()).isEmpty();
    }

    @Test
    void the_producer_that_was_silent_longest_is_forgotten_and_what_it_held_goes_on() {
        var inOrder = new InOrder<>(Item::producer, Resequencer.by(Item::number), 1, _ -> {});
        inOrder.arrived(new Item("a", 2), START);
        for (int i = 1; i < InOrder.PRODUCERS_MAX; i++) {
            inOrder.arrived(new Item("b" + i, 1), START);
        }
        assertThat(inOrder.arrived(new Item("c", 1), START)).containsExactly(new Item("c", 1), new Item("a", 2));
        assertThat(inOrder.due()).isEmpty();
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> SMALL.within(0, Duration.ZERO)).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> SMALL.within(1, Duration.ofSeconds(-1))).isInstanceOf(BadRequest.class);
    }
}
