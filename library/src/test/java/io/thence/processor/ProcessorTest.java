// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.Position;
import io.thence.ThenceException.PartStopped;
import io.thence.bank.BankCommand.Deposit;
import io.thence.event.SystemStream;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.Signal;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What fails is tried again; what goes on failing waits with its key, while others go on; nothing is lost. */
class ProcessorTest extends SumsFixture {

    @Test
    void what_fails_is_tried_again_and_goes_on_in_its_order() {
        broken.add(2L);
        for (long i = 1; i <= 3; i++) {
            desk.send(new Deposit("a", i));
        }
        var attempts = new AtomicInteger();
        try (var processor = processor(QUICK, event -> {
            if (event.number() == 2 && attempts.incrementAndGet() == 3) {
                broken.clear();
            }
            handle(event);
        })) {
            processor.start();
            await(processor, 3);
            assertThat(processor.deadLetters()).isEmpty();
        }
        assertThat(tried).containsExactly("a 1", "a 2", "a 2", "a 2", "a 3");
        assertThat(handled).containsExactly("a 1", "a 2", "a 3");
    }

    @Test
    void what_goes_on_failing_waits_with_its_key_while_others_go_on() {
        broken.add(2L);
        desk.send(new Deposit("a", 1));
        desk.send("bad", new Deposit("a", 2));
        desk.send(new Deposit("a", 3));
        desk.send(new Deposit("b", 4));
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 4);
            desk.send(new Deposit("a", 5));
            desk.send(new Deposit("b", 6));
            await(processor, desk.head());
            assertThat(of("a")).containsExactly("a 1");
            assertThat(of("b")).containsExactly("b 4", "b 6");
            assertThat(processor.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.consumer()).isEqualTo("sums");
                assertThat(letter.key()).isEqualTo(account("a"));
                assertThat(letter.position()).isEqualTo(2);
                assertThat(letter.event()).isEqualTo("bad/0");
                assertThat(letter.type()).isEqualTo("account.deposited");
                assertThat(letter.attempts()).isEqualTo(3);
                assertThat(letter.failure()).isEqualTo("java.lang.IllegalStateException");
                assertThat(letter.message()).isEqualTo("no 2");
                assertThat(letter.stack())
                        .startsWith("at io.thence.processor.SumsFixture.handle (SumsFixture.java:");
                assertThat(letter.status()).isEqualTo(DeadLetter.Status.WAITING);
            });
            assertThat(letters().list()).isEqualTo(processor.deadLetters());
            try (var told = desk.store().read(Query.keys(SystemStream.filed("sums")),
                    new Position(desk.store().lineage(), 0), Direction.FORWARDS)) {
                assertThat(told.list(10)).singleElement().extracting(StoredEvent::type)
                        .isEqualTo("thence.dead-lettered");
            }
            assertThat(processor.needs()).containsExactly(Map.entry(account("a"), 2L));
            assertThat(processor.needsFrom()).isGreaterThan(desk.head());
        }
    }

    @Test
    void one_dead_letter_too_many_stops_it_loudly_and_nothing_is_lost() {
        broken.addAll(List.of(1L, 2L, 3L));
        for (long i = 1; i <= 3; i++) {
            desk.send("d" + i, new Deposit("a" + i, i));
        }
        try (var processor = processor(QUICK.deadLettersMax(2).lanes(1))) {
            processor.start();
            assertThatThrownBy(() -> processor.progress().await(() -> false, LONG)).isInstanceOf(PartStopped.class)
                    .hasMessageContaining("it would have more dead letters than the 2 of its policy: mend it and start"
                            + " again, or have some retried or discarded at rest, by thence dead-letters; nothing is"
                            + " lost");
        }
        assertThat(letters().list().size()).isLessThanOrEqualTo(2);
        broken.clear();
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, desk.head());
            letters().retryAll("anna", "mended");
            awaitLetters(processor, 0);
        }
        assertThat(new HashSet<>(handled)).containsExactlyInAnyOrder("a1 1", "a2 2", "a3 3");
    }

    /** As Kotlin's handlers may. */
    @Test
    void what_a_handler_throws_without_declaring_it_is_a_failure_like_any_other() {
        desk.send(new Deposit("a", 1));
        try (var processor = processor(QUICK, _ -> {
            ProcessorTest.<RuntimeException>undeclared(new IOException("the line is cut"));
        })) {
            processor.start();
            awaitLetters(processor, 1);
            assertThat(processor.deadLetters().getFirst().failure()).isEqualTo("java.io.IOException");
        }
    }

    @Test
    void what_a_handler_throws_that_can_say_nothing_of_itself_is_a_dead_letter_without_a_message() {
        desk.send(new Deposit("a", 1));
        desk.send(new Deposit("b", 2));
        try (var processor = processor(QUICK, event -> {
            if (event.number() == 1) {
                throw new Speechless();
            }
            handle(event);
        })) {
            processor.start();
            awaitLetters(processor, 1);
            await(processor, 2);
            assertThat(processor.deadLetters().getFirst().failure()).isEqualTo(Speechless.class.getName());
            assertThat(processor.deadLetters().getFirst().message()).isEmpty();
        }
        assertThat(handled).containsExactly("b 2");
    }

    private static final class Speechless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("the answer is not read yet");
        }
    }

    @Test
    void an_interrupt_that_a_handler_leaves_behind_is_not_for_the_next_event() {
        desk.send(new Deposit("a", 1));
        desk.send(new Deposit("b", 2));
        var interrupted = new ConcurrentLinkedQueue<Long>();
        try (var processor = processor(QUICK.lanes(1).attempts(1), event -> {
            if (Thread.currentThread().isInterrupted()) {
                interrupted.add(event.number());
            }
            Thread.currentThread().interrupt();
            if (event.number() == 1) {
                throw new IllegalStateException("it took too long");
            }
        })) {
            processor.start();
            await(processor, 2);
        }
        assertThat(interrupted).isEmpty();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // that is the point
    private static <T extends Throwable> void undeclared(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** The handler of the first waits for that of the last: only as many lanes as there are keys let it end. */
    @Test
    void a_thousand_keys_are_handled_at_the_same_time() {
        for (long i = 0; i < 1_000; i++) {
            desk.send(new Deposit("a" + i, i));
        }
        var begun = new AtomicInteger();
        var all = new ConcurrentLinkedQueue<Signal>();
        try (var processor = processor(QUICK.lanes(1_000), event -> {
            var mine = new Signal();
            all.add(mine);
            if (begun.incrementAndGet() == 1_000) {
                all.forEach(Signal::raise);
            }
            assertThat(world.await(mine, LONG)).isTrue();
        })) {
            processor.start();
            await(processor, 1_000);
        }
    }

    @Test
    void what_held_up_an_event_that_is_annulled_is_said_no_more() {
        desk.send("held", new Deposit("a", 1));
        desk.send(new Deposit("b", 2));
        try (var processor = processor(QUICK, event -> {
            if (event.number() == 1) {
                throw new Handler.HeldUp("not now");
            }
            handle(event);
        })) {
            processor.start();
            assertThat(processor.progress().await(() -> processor.progress().note().equals("not now"), LONG)).isTrue();
            annul("held/0");
            await(processor, desk.head());
            assertThat(processor.progress().await(() -> processor.progress().note().isEmpty(), LONG)).isTrue();
        }
        assertThat(handled).containsExactly("b 2");
    }

    @Test
    void what_is_in_hand_is_all_that_a_restart_handles_again() {
        for (long i = 1; i <= 10; i++) {
            desk.send(new Deposit("a" + i, i));
        }
        var held = new Signal();
        var processor = processor(QUICK, event -> {
            if (event.number() == 3) {
                world.await(held, LONG);
                throw new Handler.HeldUp("not now");
            }
            handle(event);
        });
        processor.start();
        while (handled.size() < 9) {
            Thread.onSpinWait();
        }
        held.raise();
        processor.close();
        assertThat(desk.store().checkpoint("sums").open()).containsExactly(3L);
        assertThat(desk.store().checkpoint("sums").upTo()).isEqualTo(10);
        try (var second = processor(QUICK)) {
            second.start();
            await(second, 10);
        }
        assertThat(handled).hasSize(10).doesNotHaveDuplicates();
    }
}
