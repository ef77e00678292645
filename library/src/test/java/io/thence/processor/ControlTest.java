// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Lineage;
import io.thence.Position;
import io.thence.Start;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.BankCommand.Deposit;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A consumer is paused, resumed and given other lanes; what it is told are events that hold over every stop. */
class ControlTest extends SumsFixture {

    private static final Duration SHORT = Duration.ofMillis(50);

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
    void what_makes_no_sense_is_refused_with_a_reason() {
        deposits(1, 2);
        var control = atRest();
        assertThatThrownBy(() -> control.resume("anna", "why")).isInstanceOf(BadRequest.class)
                .hasMessage("consumer 'sums' is not paused");
        control.pause("anna", "stop");
        assertThatThrownBy(() -> control.pause("bert", "stop")).hasMessage(
                "consumer 'sums' is paused already, by anna: stop");
        assertThatThrownBy(() -> control.pause("", "stop")).hasMessageContaining("who says so has 1 to 2000");
        assertThatThrownBy(() -> control.reset(Start.END, null, "x")).isInstanceOf(BadRequest.class)
                .hasMessageContaining("who says so has 1 to 2000 characters, not 0");
        assertThatThrownBy(() -> control.pause("anna", null)).isInstanceOf(BadRequest.class)
                .hasMessageContaining("the reason has 1 to 2000 characters, not 0");
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
