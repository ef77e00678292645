// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.saga.SagaEvent.Armed;
import io.thence.saga.SagaEvent.Due;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.Wakes.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The nearest wakes are at hand, and nothing that is over takes the place of what is not. */
class WakesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plusSeconds(1_000);

    private final Set<String> over = new HashSet<>();
    private final Wakes wakes = new Wakes(2, one -> !over.contains(one.instance()));

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    private static Moved moved(String instance, Integer... seconds) {
        var armed = Arrays.stream(seconds).map(second -> new Armed("w" + second, 1, at(second))).toList();
        return new Moved("s", "k", instance, 1, new Input.Happened("e", "t"), "{}", List.of(), armed, Status.RUNNING);
    }

    private List<String> due(Instant now) {
        return wakes.due(now, 10).stream().map(one -> one.instance() + " " + one.wake().wake()).toList();
    }

    @Test
    void those_are_due_whose_time_has_come_in_that_order() {
        wakes.wanted(moved("a", 30));
        wakes.wanted(moved("b", 20));
        assertThat(wakes.next()).hasValue(at(20));
        assertThat(due(at(19))).isEmpty();
        assertThat(due(at(20))).containsExactly("b w20");
        assertThat(due(END)).containsExactly("b w20", "a w30");
        wakes.said(wakes.due(at(20), 10));
        wakes.said(new Due("s", "k", "a", "w30", 2));
        assertThat(due(END)).as("another wish of the same name").containsExactly("a w30");
        wakes.said(new Due("s", "k", "a", "w30", 1));
        assertThat(due(END)).isEmpty();
        assertThat(wakes.isUsedUp()).isFalse();
    }

    @Test
    void a_step_says_all_that_its_instance_wants() {
        wakes.wanted(moved("a", 30, 40));
        wakes.wanted(moved("a", 40));
        assertThat(due(END)).containsExactly("a w40");
        wakes.wanted(moved("a"));
        assertThat(wakes.next()).isEmpty();
    }

    @Test
    void the_nearest_are_kept_and_the_others_are_found_again_when_these_are_used_up() {
        for (int second : List.of(50, 10, 40, 20, 30)) {
            wakes.wanted(moved("i" + second, second));
        }
        assertThat(due(END)).containsExactly("i10 w10", "i20 w20");
        wakes.said(wakes.due(at(10), 10));
        wakes.wanted(moved("late", 45));
        assertThat(due(END)).as("30 is nearer than 45, and forgotten").containsExactly("i20 w20");
        wakes.wanted(moved("soon", 15));
        assertThat(due(END)).containsExactly("soon w15", "i20 w20");
        assertThat(wakes.isUsedUp()).isFalse();
        wakes.said(wakes.due(END, 10));
        assertThat(wakes.isUsedUp()).isTrue();
        wakes.clear();
        assertThat(wakes.isUsedUp()).isFalse();
        assertThat(wakes.next()).isEqualTo(Optional.empty());
    }

    /** Against a plain list, in which everything is looked for. */
    @Test
    void the_first_are_found_whatever_was_added_and_dropped() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            var table = new WakeTable();
            var list = new ArrayList<Wanted>();
            for (int i = 0; i < 2_000; i++) {
                var instance = "i" + random.nextInt(150);
                if (random.nextInt(4) == 0) {
                    table.removeAll(instance);
                    list.removeIf(one -> one.instance().equals(instance));
                } else if (random.nextInt(4) == 0 && !list.isEmpty()) {
                    var one = list.remove(random.nextInt(list.size()));
                    table.remove(one.instance(), one.wake().wake(), one.wake().armed());
                    table.remove(one.instance(), one.wake().wake(), -1);
                } else {
                    var one = new Wanted(instance, new Armed("w" + random.nextInt(3), i, at(random.nextInt(50))));
                    table.removeAll(instance);
                    list.removeIf(other -> other.instance().equals(instance));
                    table.add(one);
                    list.add(one);
                }
                assertThat(table.size()).isEqualTo(list.size());
            }
            list.sort(Comparator.<Wanted, Instant>comparing(one -> one.wake().due()).thenComparing(Wanted::instance));
            assertThat(table.first(10)).isEqualTo(list.subList(0, 10));
            assertThat(table.first(5_000)).isEqualTo(list);
            assertThat(table.all()).containsExactlyInAnyOrderElementsOf(list);
            assertThat(table.firstMillis()).isEqualTo(list.getFirst().wake().due().toEpochMilli());
        }
    }

    @Test
    void a_wake_may_be_as_far_off_as_there_is_time() {
        for (var end : List.of(Instant.MAX, START, Instant.MIN)) {
            wakes.wanted(new Moved("s", "k", end.toString(), 1, new Input.Happened("e", "t"), "{}", List.of(),
                    List.of(new Armed("end", 1, end)), Status.RUNNING));
        }
        assertThat(due(END)).containsExactly(Instant.MIN + " end", START + " end");
    }

    @Test
    void what_is_over_does_not_push_out_what_is_wanted() {
        over.addAll(List.of("a", "b", "c"));
        wakes.wanted(moved("year", 900));
        List.of("a", "b", "c").forEach(instance -> wakes.wanted(moved(instance, 10)));
        List.of("a", "b", "c").forEach(instance -> wakes.wanted(moved(instance)));
        assertThat(wakes.due(END, 10)).extracting(Wanted::instance).containsExactly("year");
    }
}
