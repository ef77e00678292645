// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Origin;
import io.thence.Position;
import io.thence.Start;
import io.thence.bank.BankEvent.Deposited;
import io.thence.store.Append;
import io.thence.world.Signal;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is handled again may end at a position; then a consumer, or a key, goes on where it was. */
class StretchTest extends SumsFixture {

    private Position at(long number) {
        return new Position(desk.store().lineage(), number);
    }

    @Test
    void a_stretch_is_handled_again_and_then_it_goes_on_where_it_was() {
        deposits(1, 8);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 8);
            control(processor).reset(Start.after(at(2)).until(at(5)), "anna", "the printer had no paper");
            deposits(9, 10);
            assertThat(control(processor).await(LONG)).isTrue();
            await(processor, desk.head());
            deposits(11, 11);
            await(processor, desk.head());
            assertThat(control(processor).status().isReset()).isFalse();
        }
        assertThat(of("odd")).containsExactly("odd 1", "odd 3", "odd 5", "odd 7", "odd 3", "odd 5", "odd 9", "odd 11");
        assertThat(of("even")).containsExactly("even 2", "even 4", "even 6", "even 8", "even 4", "even 10");
    }

    /** It was at 4 when it was told: what comes after is handled once, whatever the stretch says. */
    @Test
    void a_stretch_passes_over_nothing_that_was_not_handled() {
        deposits(1, 4);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 4);
        }
        deposits(5, 10);
        atRest().reset(Start.after(at(3)).until(at(6)), "anna", "the printer had no paper");
        try (var processor = processor(QUICK)) {
            processor.start();
            assertThat(control(processor).await(LONG)).isTrue();
            await(processor, desk.head());
        }
        deposits(11, 12);
        atRest().reset(Start.after(at(desk.head() - 1)).until(at(desk.head())), "anna", "nothing of it was handled");
        try (var processor = processor(QUICK)) {
            processor.start();
            assertThat(control(processor).await(LONG)).isTrue();
            await(processor, desk.head());
        }
        assertThat(of("odd")).containsExactly("odd 1", "odd 3", "odd 5", "odd 7", "odd 9", "odd 11");
        assertThat(of("even")).containsExactly("even 2", "even 4", "even 4", "even 6", "even 8", "even 10", "even 12");
    }

    /** The power goes while the first half of it is in hand. */
    @Test
    void a_stretch_of_which_half_is_handled_goes_on_after_a_restart_and_no_further() {
        deposits(1, 8);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 8);
        }
        atRest().reset(Start.after(at(2)).until(at(5)), "anna", "the printer had no paper");
        handled.clear();
        var begun = new Signal();
        var go = new Signal();
        var halting = processor(QUICK.lanes(1), event -> {
            if (event.number() == 4) {
                begun.raise();
                assertThat(world.await(go, LONG)).isTrue();
            }
            if (event.number() >= 4) {
                throw new AssertionError("the power goes"); // which is no attempt: it is stopped
            }
            handle(event);
        });
        try (halting) {
            halting.start();
            assertThat(world.await(begun, LONG)).isTrue();
            go.raise();
        }
        assertThat(handled).containsExactly("odd 3");
        handled.clear();
        var reached = new ControlEvent.ResetReached("sums", 1, 3, false).stored(); // as is written every ten seconds
        desk.store().append(Append.of(List.of(reached), Origin.of("test")));
        try (var processor = processor(QUICK)) {
            processor.start();
            assertThat(control(processor).await(LONG)).isTrue();
            deposits(9, 9);
            await(processor, desk.head());
        }
        assertThat(of("even")).containsExactly("even 4");
        assertThat(of("odd")).containsExactly("odd 5", "odd 9");
    }

    @Test
    void of_one_key_a_stretch_is_handled_again_before_what_comes_later_and_what_lies_between_is_not() {
        deposits(1, 10);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 10);
            control(processor).replay(account("odd"), Start.after(at(1)).until(at(5)), "anna", "its page was lost");
            deposits(11, 12);
            assertThat(control(processor).await(LONG)).isTrue();
            await(processor, desk.head());
        }
        assertThat(of("odd")).containsExactly("odd 1", "odd 3", "odd 5", "odd 7", "odd 9", "odd 3", "odd 5", "odd 11");
        assertThat(of("even")).hasSize(6).doesNotHaveDuplicates();
    }

    /** It was at 4 when it was told, and more had come; it is stopped in the middle, and more comes. */
    @Test
    void what_was_not_handled_of_a_key_comes_first_and_nothing_of_it_is_passed_over_at_a_restart() {
        deposits(1, 4);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 4);
        }
        deposits(5, 10);
        atRest().replay(account("odd"), Start.after(at(2)).until(at(6)), "anna", "its page was lost");
        deposits(11, 14);
        var held = new Signal();
        var go = new Signal();
        try (var processor = processor(QUICK.lanes(2), event -> {
            if (event.number() == 3) {
                held.raise();
                assertThat(world.await(go, LONG)).isTrue();
            }
            handle(event);
        })) {
            processor.start();
            assertThat(world.await(held, LONG)).isTrue();
            go.raise();
        }
        assertThat(of("odd")).startsWith("odd 1", "odd 3", "odd 5", "odd 7", "odd 9", "odd 3");
        try (var processor = processor(QUICK)) {
            processor.start();
            assertThat(control(processor).await(LONG)).isTrue();
            await(processor, desk.head());
        }
        assertThat(of("odd")).endsWith("odd 3", "odd 5", "odd 11", "odd 13");
        assertThat(of("odd").stream().filter("odd 9"::equals)).as("not again").hasSize(1);
    }

    /** More lies before it than is taken in at once. */
    @Test
    void a_key_is_not_handled_again_before_all_has_come_that_was_there_when_it_was_told() {
        deposits(1, 1);
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 1);
        }
        var others = LongStream.range(0, 1_100).mapToObj(i -> desk.codec().encode(new Deposited("other", i))).toList();
        desk.store().append(Append.of(others, Origin.of("test")));
        deposits(3, 3);
        atRest().replay(account("odd"), Start.BEGINNING.until(at(desk.head())), "anna", "its page was lost");
        try (var processor = processor(QUICK)) {
            processor.start();
            assertThat(control(processor).await(LONG)).isTrue();
        }
        assertThat(of("odd")).containsExactly("odd 1", "odd 3", "odd 1", "odd 3");
    }

    @Test
    void a_stretch_that_is_none_is_refused() {
        deposits(1, 2);
        assertThatThrownBy(() -> atRest().reset(Start.BEGINNING.until(at(99)), "anna", "x"))
                .hasMessageContaining("position 99 is beyond the head");
        assertThatThrownBy(() -> atRest().replay(account("odd"), Start.after(at(2)).until(at(2)), "anna", "x"))
                .hasMessageContaining("nothing lies after position 2 and up to position 2: name a later one");
    }
}
