// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Lineage;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Start;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFull;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.PassingStore;
import io.thence.event.Keying;
import io.thence.supervise.Supervisor;
import io.thence.world.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A consumer is paused, resumed, moved and given other lanes, by events that hold over every stop. */
class ControlTest extends SumsFixture {

    private static final Duration SHORT = Duration.ofMillis(50);

    private Control atRest() {
        return Control.atRest(desk.store(), "sums");
    }

    private Control control(Processor processor) {
        return Control.of(processor, desk.store());
    }

    /** When it has come to know of it. */
    private void pause(Processor processor) {
        control(processor).pause("anna", "why not");
        assertThat(control(processor).await(LONG)).isTrue();
        assertThat(processor.progress().note()).isEqualTo("paused by anna: why not");
    }

    private void deposits(int from, int to) {
        for (long i = from; i <= to; i++) {
            desk.send(new Deposit(i % 2 == 0 ? "even" : "odd", i));
        }
    }

    @Test
    void a_paused_consumer_handles_nothing_and_says_who_has_paused_it() {
        deposits(1, 2);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 2);
            control(processor).pause("anna", "the printer is moved");
            assertThat(processor.progress().await(() -> processor.progress().note()
                    .equals("paused by anna: the printer is moved"), LONG)).isTrue();
            deposits(3, 4);
            assertThat(processor.progress().await(desk.head(), SHORT)).isFalse();
            assertThat(handled).containsExactlyInAnyOrder("odd 1", "even 2");
            assertThat(control(processor).status()).isEqualTo(
                    new Control.Status("anna", "the printer is moved", false));
            control(processor).resume("bert", "it stands");
            await(processor, desk.head());
            assertThat(of("odd")).containsExactly("odd 1", "odd 3");
            assertThat(processor.progress().note()).isEmpty();
        }
    }

    @Test
    void who_waits_for_a_pause_or_its_end_is_told_of_it() {
        deposits(1, 2);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 2);
            var told = new Signal();
            processor.progress().tell(told);
            for (int i = 0; i < 100; i++) {
                control(processor).pause("anna", "why not");
                awaitNote(processor, told, "paused by anna: why not");
                control(processor).resume("anna", "enough");
                awaitNote(processor, told, "");
            }
        }
    }

    private void awaitNote(Processor processor, Signal told, String note) {
        while (!processor.progress().note().equals(note)) {
            assertThat(world.await(told, LONG)).as("told that it has changed").isTrue();
        }
    }

    @Test
    void what_is_in_hand_at_a_pause_is_handled_after_it() {
        deposits(1, 4);
        var first = new Signal();
        var begun = new Signal();
        try (var processor = processor(QUICK.lanes(1), event -> {
            begun.raise();
            if (event.number() == 1) {
                assertThat(world.await(first, LONG)).isTrue();
            }
            handle(event);
        })) {
            processor.start();
            assertThat(world.await(begun, LONG)).isTrue();
            pause(processor);
            first.raise();
            assertThat(processor.progress().await(1, LONG)).isTrue();
            assertThat(processor.progress().await(2, SHORT)).isFalse();
            control(processor).resume("anna", "enough");
            await(processor, 4);
        }
        assertThat(handled).hasSize(4);
    }

    @Test
    void a_pause_holds_over_a_restart_and_is_told_at_rest_too() {
        deposits(1, 2);
        atRest().pause("anna", "not yet");
        try (var processor = processor(QUICK)) {
            processor.start();
            assertThat(processor.progress().await(2, SHORT)).isFalse();
        }
        assertThat(handled).isEmpty();
        atRest().resume("anna", "now");
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 2);
        }
        assertThat(handled).hasSize(2);
    }

    @Test
    void what_was_in_hand_at_a_stop_is_not_handled_at_a_start_that_is_paused() {
        deposits(1, 4);
        var first = new Signal();
        var begun = new Signal();
        try (var processor = processor(QUICK.lanes(1), event -> {
            begun.raise();
            assertThat(world.await(first, LONG)).isTrue();
            handle(event);
        })) {
            processor.start();
            assertThat(world.await(begun, LONG)).isTrue();
            pause(processor);
            first.raise();
        }
        assertThat(handled).hasSize(1);
        try (var processor = processor(QUICK)) {
            processor.start();
            assertThat(processor.progress().await(4, SHORT)).isFalse();
        }
        assertThat(handled).hasSize(1);
        atRest().resume("anna", "enough");
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 4);
        }
        assertThat(handled).hasSize(4);
    }

    @Test
    void a_key_is_handled_though_the_lane_that_had_it_is_one_too_many() {
        for (long i = 1; i <= 3; i++) {
            desk.send(new Deposit("a" + i, i));
        }
        desk.send(new Deposit("a3", 4));
        var all = new Signal();
        var begun = new AtomicInteger();
        var busy = new Signal();
        try (var processor = processor(QUICK.lanes(3), event -> {
            if (event.number() == 3) {
                busy.raise();
                assertThat(world.await(all, LONG)).isTrue();
            }
            begun.incrementAndGet();
        })) {
            processor.start();
            assertThat(world.await(busy, LONG)).isTrue();
            assertThat(processor.progress().await(2, LONG)).isTrue();
            control(processor).lanes(1);
            all.raise();
            await(processor, 4);
        }
        assertThat(begun).hasValue(4);
    }

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
    void lanes_are_added_while_it_runs() {
        for (long i = 1; i <= 3; i++) {
            desk.send(new Deposit("a" + i, i));
        }
        var begun = new AtomicInteger();
        var first = new Signal();
        var all = new Signal();
        try (var processor = processor(QUICK.lanes(1), event -> {
            first.raise();
            if (begun.incrementAndGet() == 3) {
                all.raise();
            }
            if (event.number() == 1) {
                assertThat(world.await(all, LONG)).isTrue(); // the other two are handled beside it
            }
        })) {
            processor.start();
            assertThat(world.await(first, LONG)).isTrue();
            assertThat(processor.progress().await(1, SHORT)).isFalse();
            assertThat(begun).hasValue(1);
            control(processor).lanes(2);
            await(processor, 3);
        }
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

    @Test
    void what_makes_no_sense_is_refused_with_a_reason() {
        deposits(1, 2);
        var control = atRest();
        assertThatThrownBy(() -> control.resume("anna", "why")).isInstanceOf(BadRequest.class)
                .hasMessage("consumer 'sums' is not paused");
        control.pause("anna", "stop");
        assertThatThrownBy(() -> control.pause("bert", "stop")).hasMessage(
                "consumer 'sums' is paused already, by anna: stop");
        assertThatThrownBy(() -> control.pause("", "stop")).hasMessageContaining("who says so has 1 to 2000");
        assertThatThrownBy(() -> control.reset(Start.after(new Position(desk.store().lineage(), 99)), "anna", "x"))
                .hasMessageContaining("position 99 is beyond the head");
        assertThatThrownBy(() -> control.reset(Start.after(new Position(
                new Lineage(new java.util.UUID(1, 2), 1), 1)), "anna", "x")).hasMessageContaining("is not of this log");
        assertThatThrownBy(() -> control.lanes(2)).hasMessageContaining("does not run here");
        broken.add(1L);
        control.resume("anna", "go");
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 2);
            assertThatThrownBy(() -> control(processor).replay(account("odd"), Start.BEGINNING, "anna", "x"))
                    .hasMessageContaining("account/odd waits in 'sums'");
            assertThatThrownBy(() -> control(processor).lanes(0)).hasMessage("0 lanes: 1 to 10000");
        }
        assertThat(List.copyOf(handled)).containsExactly("even 2");
    }
}
