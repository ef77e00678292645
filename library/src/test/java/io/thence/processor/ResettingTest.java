// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Policy;
import io.thence.Position;
import io.thence.Start;
import io.thence.ThenceException.DiskFull;
import io.thence.bank.PassingStore;
import io.thence.event.Keying;
import io.thence.supervise.Supervisor;
import io.thence.world.Signal;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A consumer begins, and goes on, where it is told: back, and forth, and of one key alone. */
class ResettingTest extends SumsFixture {

    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void what_was_told_of_dead_letters_before_a_consumer_is_moved_on_is_done() {
        broken.add(1L);
        deposits(1, 4);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 4);
            broken.clear();
            pause(processor);
            letters().retryAll("anna", "mended");
            control(processor).reset(Start.END, "anna", "old news");
            control(processor).resume("anna", "go");
            awaitLetters(processor, 0);
            assertThat(control(processor).await(LONG)).isTrue();
        }
        assertThat(of("odd")).containsExactly("odd 1", "odd 3");
    }

    @Test
    void a_consumer_that_is_moved_back_handles_again_in_order_and_then_goes_on() {
        deposits(1, 6);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 6);
            control(processor).reset(Start.after(new Position(desk.store().lineage(), 2)), "anna", "a new printer");
            assertThat(control(processor).await(LONG)).isTrue();
            deposits(7, 8);
            await(processor, desk.head());
            assertThat(control(processor).status().isReset()).isFalse();
        }
        assertThat(of("odd")).containsExactly("odd 1", "odd 3", "odd 5", "odd 3", "odd 5", "odd 7");
        assertThat(of("even")).containsExactly("even 2", "even 4", "even 6", "even 4", "even 6", "even 8");
    }

    @Test
    void what_is_handled_again_goes_on_after_a_restart_and_is_done_once() {
        deposits(1, 6);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 6);
        }
        atRest().reset(Start.BEGINNING, "anna", "all of it");
        handled.clear();
        try (var processor = processor(QUICK)) {
            processor.start();
            assertThat(control(processor).await(LONG)).isTrue();
        }
        assertThat(handled).hasSize(6);
        try (var processor = processor(QUICK)) {
            processor.start();
            assertThat(control(processor).await(LONG)).isTrue();
        }
        assertThat(handled).hasSize(6);
        assertThat(desk.store().checkpoint("sums").upTo()).isGreaterThanOrEqualTo(6);
    }

    @Test
    void a_consumer_that_is_moved_on_passes_over_what_lies_between() {
        deposits(1, 2);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 2);
        }
        deposits(3, 6);
        atRest().reset(Start.END, "anna", "old news");
        deposits(7, 8);
        for (int start = 0; start < 2; start++) {
            try (var processor = processor(QUICK)) {
                processor.start();
                await(processor, desk.head());
            }
        }
        assertThat(handled).containsExactlyInAnyOrder("odd 1", "even 2", "odd 7", "even 8");
    }

    @Test
    void nothing_is_handled_before_it_is_written_that_a_consumer_was_moved_on() {
        deposits(1, 6);
        atRest().reset(Start.END, "anna", "old news");
        deposits(7, 8);
        var full = PassingStore.before(desk.store(), append -> {
            if (append.events().stream().anyMatch(event -> event.type().equals("thence.consumer-reset-reached"))) {
                throw new DiskFull("no room", new IOException("full"));
            }
        });
        try (var processor = new Processor(new Processor.Course("processor", "sums", TYPES, Keying.STREAMS, QUICK,
                _ -> true, this::handle), world, full, Supervisor.none(world))) {
            processor.start();
            assertThat(processor.progress().await(desk.head(), SHORT)).isFalse();
        }
        assertThat(handled).isEmpty();
        for (int start = 0; start < 2; start++) {
            try (var processor = processor(QUICK)) {
                processor.start();
                await(processor, desk.head());
            }
        }
        assertThat(handled).containsExactlyInAnyOrder("odd 7", "even 8");
    }

    @Test
    void a_dead_letter_is_not_handled_again_with_the_others_and_what_comes_before_it_is() {
        broken.add(3L);
        deposits(1, 6);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 6);
            tried.clear();
            control(processor).reset(Start.BEGINNING, "anna", "all of it");
            assertThat(control(processor).await(LONG)).isTrue();
            assertThat(tried).containsExactlyInAnyOrder("odd 1", "even 2", "even 4", "even 6");
            broken.clear();
            letters().retryAll("anna", "mended");
            awaitLetters(processor, 0);
        }
        assertThat(of("odd")).containsExactly("odd 1", "odd 1", "odd 3", "odd 5");
    }

    @Test
    void one_key_is_handled_again_in_order_before_what_comes_later() {
        deposits(1, 6);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 6);
            control(processor).replay(account("odd"), Start.after(new Position(desk.store().lineage(), 1)), "anna",
                    "its page was lost");
            deposits(7, 8);
            assertThat(control(processor).await(LONG)).isTrue();
            await(processor, desk.head());
            assertThat(processor.deadLetters()).isEmpty();
        }
        assertThat(of("odd")).containsExactly("odd 1", "odd 3", "odd 5", "odd 3", "odd 5", "odd 7");
        assertThat(of("even")).containsExactly("even 2", "even 4", "even 6", "even 8");
    }

    @Test
    void what_rests_is_tried_at_once_where_a_consumer_is_to_go_on_elsewhere() {
        broken.add(1L);
        deposits(1, 4);
        try (var processor = processor(Policy.DEFAULT.attempts(3).resting(Duration.ofHours(1), Duration.ofHours(1)))) {
            processor.start();
            assertThat(processor.progress().await(() -> of("even").size() == 2 && tried.size() == 3, LONG)).isTrue();
            control(processor).reset(Start.END, "anna", "old news");
            assertThat(control(processor).await(LONG)).isTrue();
            assertThat(processor.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.position()).isEqualTo(1);
                assertThat(letter.attempts()).isEqualTo(3);
            });
        }
        assertThat(of("odd")).as("it queues").isEmpty();
    }

    @Test
    void who_is_to_go_on_elsewhere_says_what_that_waits_for() {
        deposits(1, 2);
        var begun = new Signal();
        var end = new Signal();
        try (var processor = processor(QUICK, event -> {
            if (event.number() == 1) {
                begun.raise();
                assertThat(world.await(end, LONG)).isTrue();
            }
        })) {
            processor.start();
            assertThat(world.await(begun, LONG)).isTrue();
            control(processor).reset(Start.END, "anna", "old news");
            assertThat(processor.progress().await(() -> processor.progress().note().equals("goes on elsewhere when what"
                    + " is in hand is handled, the oldest at position 1 of account/odd"), LONG)).isTrue();
            end.raise();
            assertThat(control(processor).await(LONG)).isTrue();
            assertThat(processor.progress().note()).isEmpty();
        }
    }

    @Test
    void what_a_consumer_is_to_come_back_to_is_needed_before_it_runs_again() {
        deposits(1, 6);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 6);
        }
        var stopped = processor(QUICK);
        assertThat(stopped.needsFrom()).isEqualTo(7);
        control(stopped).reset(Start.BEGINNING, "anna", "all of it");
        assertThat(stopped.needsFrom()).isEqualTo(1);
    }

    @Test
    void a_new_consumer_begins_where_it_is_told_and_an_old_one_where_it_was() {
        deposits(1, 3);
        try (var processor = starting(Start.END)) {
            processor.start();
            deposits(4, 4);
            await(processor, 4);
        }
        try (var processor = starting(Start.BEGINNING)) {
            processor.start();
            deposits(5, 5);
            await(processor, desk.head());
        }
        assertThat(handled).containsExactly("even 4", "odd 5");
    }

    private Processor starting(Start start) {
        return new Processor(new Processor.Course("processor", "sums", TYPES, Keying.STREAMS, Policy.DEFAULT, _ -> true,
                start, () -> "", this::handle), world, desk.store(), Supervisor.none(world));
    }
}
