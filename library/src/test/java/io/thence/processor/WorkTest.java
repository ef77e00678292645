// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Stamp;
import io.thence.processor.Work.Task;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is in hand, under random schedules, beside plain lists. */
class WorkTest {

    private static final Lineage LINEAGE = new Lineage(new UUID(1, 1), 1);

    private static Item item(long position, String key, boolean queued) {
        var event = new StoredEvent(new EventId("e" + position), new Position(LINEAGE, position), "t", 1,
                Stamp.unpacked(position), Optional.empty(), Origin.of("test"), List.of(new KeyValue("k", key)),
                () -> 1, new byte[10]);
        return new Item(event, event.keys().getFirst(), queued ? Item.Origin.QUEUE : Item.Origin.LOG);
    }

    /** What is in hand beside plain lists: each event is in the hands of one lane at most, and keys are in order. */
    private static final class Beside {
        final Random random;
        final Work work = new Work(0, Processor.OPEN_MAX);
        final Map<KeyValue, List<Long>> waiting = new HashMap<>();
        final TreeSet<Long> open = new TreeSet<>();
        final List<Task> taken = new ArrayList<>();
        final Set<KeyValue> busy = new HashSet<>();
        long clock;
        long position;

        Beside(long seed) {
            random = new Random(seed);
        }

        void step() {
            switch (random.nextInt(6)) {
                case 0, 1 -> add();
                case 2, 3 -> work.take().ifPresent(this::taken);
                case 4 -> endOne();
                default -> work.wake(++clock);
            }
            assertThat(work.extent().open()).containsExactlyElementsOf(open);
            assertThat(work.upTo()).isEqualTo(open.isEmpty() ? position : open.first() - 1);
        }

        private void add() {
            var item = item(++position, "k" + random.nextInt(5), random.nextInt(8) == 0);
            assertThat(work.add(List.of(item))).isEqualTo(waiting.containsKey(item.key()) ? 0 : 1);
            waiting.computeIfAbsent(item.key(), _ -> new ArrayList<>()).add(position);
            if (item.origin() == Item.Origin.LOG) {
                open.add(position);
            }
            work.seen(position);
        }

        private void taken(Task task) {
            assertThat(busy.add(task.item().key())).isTrue();
            assertThat(waiting(task).getFirst()).isEqualTo(task.item().position());
            taken.add(task);
        }

        private void endOne() {
            if (taken.isEmpty()) {
                return;
            }
            var task = taken.remove(random.nextInt(taken.size()));
            busy.remove(task.item().key());
            switch (random.nextInt(3)) {
                case 0 -> work.again(task, task.failures() + 1, clock + random.nextInt(5));
                case 1 -> {
                    work.giveUp(task);
                    open.removeAll(waiting(task));
                    waiting.remove(task.item().key());
                }
                default -> done(task);
            }
        }

        private void done(Task task) {
            work.done(task);
            open.remove(waiting(task).removeFirst());
            if (waiting(task).isEmpty()) {
                waiting.remove(task.item().key());
            }
        }

        private List<Long> waiting(Task task) {
            return waiting.getOrDefault(task.item().key(), List.of());
        }

        /** Nothing is forgotten: what was not taken can be. */
        void end() {
            taken.forEach(this::done);
            work.wake(Long.MAX_VALUE);
            for (var next = work.take(); next.isPresent(); next = work.take()) {
                assertThat(waiting(next.get()).getFirst()).isEqualTo(next.get().item().position());
                done(next.get());
            }
            assertThat(waiting).isEmpty();
            assertThat(work.extent().open()).isEmpty();
            assertThat(work.room(Integer.MAX_VALUE)).isEqualTo(Processor.OPEN_MAX);
        }
    }

    @Test
    void events_of_a_key_are_taken_in_order_one_at_a_time_and_what_is_open_is_what_is_not_done() {
        for (long seed = 0; seed < 300; seed++) {
            var beside = new Beside(seed);
            for (int step = 0; step < 400; step++) {
                beside.step();
            }
            beside.end();
        }
    }

    @Test
    void what_is_annulled_is_let_go_of_unless_a_lane_has_it() {
        var work = new Work(0, Processor.OPEN_MAX);
        work.add(List.of(item(1, "a", false)));
        work.add(List.of(item(2, "a", false)));
        work.add(List.of(item(3, "b", false)));
        work.add(List.of(item(4, "a", false)));
        var first = work.take().orElseThrow();
        assertThat(work.drop(Set.of(1L, 2L, 3L))).isZero();
        assertThat(work.extent().open()).containsExactly(1L, 4L);
        assertThat(work.take()).as("a lane has a, of b there is nothing").isEmpty();
        work.again(first, 1, 5);
        assertThat(work.extent().open()).as("it is not tried again").containsExactly(4L);
        var second = work.take().orElseThrow();
        assertThat(second.item().position()).isEqualTo(4);
        assertThat(second.failures()).as("those of another event").isZero();
        assertThat(work.giveUp(second)).isTrue();
        assertThat(work.extent().open()).isEmpty();
    }

    @Test
    void of_what_is_annulled_while_a_lane_has_it_no_dead_letter_is_made() {
        var work = new Work(0, Processor.OPEN_MAX);
        work.add(List.of(item(1, "a", false), item(2, "a", false)));
        var first = work.take().orElseThrow();
        work.drop(Set.of(1L));
        assertThat(work.giveUp(first)).isFalse();
        assertThat(work.extent().open()).containsExactly(2L);
        assertThat(work.take()).isPresent();
    }

    @Test
    void when_what_rests_is_annulled_the_next_of_its_key_may_be_taken() {
        var work = new Work(0, Processor.OPEN_MAX);
        work.add(List.of(item(1, "a", false), item(2, "a", false), item(3, "b", false)));
        work.again(work.take().orElseThrow(), 1, 50);
        work.again(work.take().orElseThrow(), 4, 50);
        assertThat(work.drop(Set.of(1L))).isEqualTo(1);
        assertThat(work.take().orElseThrow().item().position()).isEqualTo(2);
        assertThat(work.wake(50)).isEqualTo(1);
        work.add(List.of(item(4, "b", false)));
        work.drop(Set.of(3L));
        assertThat(work.take().orElseThrow().failures()).as("it was ready, after four failures of another").isZero();
    }

    @Test
    void whoever_asks_for_room_meanwhile_the_processor_is_told_when_there_is_some_again() {
        var work = new Work(0, 2);
        work.add(List.of(item(1, "a", false), item(2, "b", false)));
        assertThat(work.room(10)).isZero();
        assertThat(work.done(work.take().orElseThrow())).as("there is little").isFalse();
        assertThat(work.room(1)).as("another asks").isOne();
        assertThat(work.done(work.take().orElseThrow())).isTrue();
    }

    @Test
    void a_rest_ends_when_it_is_due() {
        var work = new Work(0, Processor.OPEN_MAX);
        work.add(List.of(item(1, "a", false)));
        work.again(work.take().orElseThrow(), 1, 50);
        assertThat(work.nextDue()).contains(50L);
        assertThat(work.wake(49)).isZero();
        assertThat(work.wake(50)).isEqualTo(1);
        assertThat(work.take().orElseThrow().failures()).isEqualTo(1);
    }
}
