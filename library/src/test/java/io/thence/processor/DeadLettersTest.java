// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFull;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Withdrawn;
import io.thence.bank.PassingStore;
import io.thence.event.Keying;
import io.thence.processor.DeadLetters.Edit;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Durability;
import io.thence.store.Truncation;
import io.thence.supervise.Supervisor;
import io.thence.world.Signal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is decided about what waits is done once, and stays so, whatever else happens. */
class DeadLettersTest extends SumsFixture {

    @Test
    void after_a_restart_the_key_still_waits_and_a_retry_handles_all_that_queued_in_order_once() {
        broken.add(2L);
        for (long i = 1; i <= 3; i++) {
            desk.send(new Deposit("a", i));
        }
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 1);
        }
        for (long i = 4; i <= 200; i++) {
            desk.send(new Deposit("a", i));
        }
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, desk.head());
            assertThat(of("a")).containsExactly("a 1");
            broken.clear();
            letters().retry(account("a"), "anna", "mended");
            awaitLetters(processor, 0);
            desk.send(new Deposit("a", 201));
            await(processor, desk.head());
        }
        assertThat(of("a")).hasSize(201).doesNotHaveDuplicates();
        assertThat(of("a").getLast()).isEqualTo("a 201");
        assertThat(of("a").stream().map(text -> Long.valueOf(text.substring(2))).toList()).isSorted();
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, desk.head());
            assertThat(processor.deadLetters()).as("that nothing waits survives too").isEmpty();
        }
        assertThat(of("a")).hasSize(201);
    }

    @Test
    void a_retry_that_fails_again_waits_at_the_event_that_fails_now() {
        broken.addAll(List.of(1L, 3L));
        for (long i = 1; i <= 4; i++) {
            desk.send(new Deposit("a", i));
        }
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 1);
            broken.remove(1L);
            letters().retry(account("a"), "anna", "mended");
            assertThat(processor.progress().await(() -> processor.deadLetters().stream()
                    .anyMatch(letter -> letter.position() == 3), LONG)).isTrue();
            assertThat(of("a")).containsExactly("a 1", "a 2");
            broken.clear();
            assertThat(letters().retryAll("anna", "all mended")).isEqualTo(1);
            awaitLetters(processor, 0);
            assertThat(of("a")).containsExactly("a 1", "a 2", "a 3", "a 4");
        }
    }

    @Test
    void a_discarded_event_is_passed_over_and_an_edited_one_handled_as_it_was_edited() {
        broken.addAll(List.of(1L, 11L));
        desk.send(new Deposit("a", 1));
        desk.send(new Deposit("a", 2));
        desk.send(new Deposit("b", 11));
        desk.send(new Deposit("b", 12));
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 2);
            letters().discard(account("a"), "anna", "of no use");
            letters().edit(account("b"), new Edit(1, "{\"account\":\"b\",\"cents\":10}"), "anna", "a typing error");
            awaitLetters(processor, 0);
        }
        assertThat(of("a")).containsExactly("a 2");
        assertThat(of("b")).containsExactly("b 10", "b 12");
        assertThat(desk.balance("b")).as("the event itself is what it was").isEqualTo(23);
    }

    @Test
    void an_edit_by_an_event_of_another_type_is_refused() {
        broken.add(1L);
        desk.send(new Deposit("a", 1));
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 1);
            var running = DeadLetters.of(processor, desk.store(), desk.codec());
            assertThatThrownBy(() -> running.edit(account("a"), running.as(new Withdrawn("a", 2)), "anna", "x"))
                    .isInstanceOf(BadRequest.class)
                    .hasMessage("the dead letter is a account.deposited: not a account.withdrawn");
            running.edit(account("a"), running.as(new Deposited("a", 2)), "anna", "a typing error");
            awaitLetters(processor, 0);
        }
        assertThat(of("a")).containsExactly("a 2");
    }

    @Test
    void what_cannot_be_read_of_an_edit_is_no_fault_of_the_event_which_can_be_retried_as_it_was() {
        broken.add(1L);
        desk.send("bad", new Deposit("a", 1));
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 1);
            letters().edit(account("a"), new Edit(1, "{\"account\":\"a\",\"cents\":\"many\"}"), "bert", "why not");
            assertThat(processor.progress().await(() -> processor.deadLetters().stream()
                    .anyMatch(letter -> letter.failure().endsWith("Undecodable")), LONG)).isTrue();
            assertThat(processor.deadLetters().getFirst().message())
                    .startsWith("what bert put in place of event bad/0 (account.deposited) at position 1 does not fit")
                    .endsWith("): edit it again, or retry it as it was").doesNotContain("upcast");
            broken.clear();
            letters().retry(account("a"), "anna", "as it was");
            awaitLetters(processor, 0);
        }
        assertThat(of("a")).containsExactly("a 1");
    }

    @Test
    void a_dead_letter_that_is_annulled_waits_no_more() {
        broken.add(1L);
        desk.send("bad", new Deposit("a", 1));
        desk.send(new Deposit("a", 2));
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 1);
            annul("bad/0");
            awaitLetters(processor, 0);
            assertThat(of("a")).containsExactly("a 2");
        }
    }

    /** With room for one: it does not count from then on. */
    @Test
    void a_dead_letter_whose_key_is_closed_for_good_waits_no_more_and_does_not_count() {
        broken.addAll(List.of(1L, 11L));
        desk.send(new Deposit("a", 1));
        desk.send(new Deposit("a", 2));
        try (var processor = processor(QUICK.deadLettersMax(1))) {
            processor.start();
            awaitLetters(processor, 1);
            desk.store().append(Append.of(List.of(Truncation.tombstone(account("a"))), Origin.of("test")));
            awaitLetters(processor, 0);
            desk.send(new Deposit("b", 11));
            awaitLetters(processor, 1);
            assertThat(processor.deadLetters().getFirst().key()).isEqualTo(account("b"));
            assertThat(processor.progress().failure()).isNull();
            assertThat(of("a")).as("nothing is found under it").isEmpty();
        }
        assertThat(DeadLetterBook.of(desk.store(), "sums").letters()).as("as the log says").hasSize(1);
    }

    /** Its checkpoint is beyond the tombstone when there was no room to say so. */
    @Test
    void what_could_not_be_said_to_be_erased_is_at_the_next_start() {
        broken.add(1L);
        desk.send(new Deposit("a", 1));
        var full = PassingStore.before(desk.store(), append -> {
            if (append.events().stream().anyMatch(event -> event.type().equals("thence.dead-letter-erased"))) {
                throw new DiskFull("full", new IOException("full"));
            }
        });
        var next = new Signal();
        try (var processor = new Processor(new Processor.Course("processor", "sums", TYPES, Keying.STREAMS, QUICK,
                _ -> true, event -> {
                    handle(event);
                    next.raise();
                }), world, full, new Supervisor(supervision, world, system::add))) {
            processor.start();
            awaitLetters(processor, 1);
            desk.store().append(Append.of(List.of(Truncation.tombstone(account("a")),
                    desk.codec().encode(new Deposited("b", 9))), Origin.of("test")));
            assertThat(world.await(next, LONG)).isTrue();
        }
        assertThat(desk.store().checkpoint("sums").upTo()).isEqualTo(desk.head());
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 0);
        }
    }

    /** Whoever says so before the consumer has looked. */
    @Test
    void one_that_is_told_to_be_retried_when_it_is_erased_ends_all_the_same() {
        broken.add(1L);
        desk.send(new Deposit("a", 1));
        desk.send(new Deposit("a", 2));
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 1);
        }
        letters().retry(account("a"), "anna", "mended");
        var erased = new DeadLetterEvent.Erased("sums", account("a"), 1, "forgotten");
        desk.store().append(Append.of(List.of(erased.stored()), Origin.of("test")));
        assertThat(letters().list().getFirst().status()).isEqualTo(DeadLetter.Status.ERASED);
        assertThatThrownBy(() -> letters().retry(account("a"), "anna", "mended"))
                .isInstanceOf(BadRequest.class).hasMessageEndingWith("was told already what becomes of it: that is"
                        + " done at the next start of the application");
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 0);
        }
        assertThat(of("a")).containsExactly("a 2");
        assertThat(tried).as("the erased one is not tried").hasSize(4);
    }

    @Test
    void a_retry_says_who_and_why_and_is_refused_where_nothing_waits() {
        assertThatThrownBy(() -> letters().retry(account("a"), "anna", "mended")).isInstanceOf(BadRequest.class)
                .hasMessage("nothing waits of account/a in 'sums': list the dead letters, and name a key as it stands"
                        + " there");
        assertThatThrownBy(() -> letters().retry(account("a"), " ", "mended")).isInstanceOf(BadRequest.class)
                .hasMessageContaining("who says so has 1 to 2000 characters, not 0");
        assertThatThrownBy(() -> new Edit(1, "7")).isInstanceOf(BadRequest.class)
                .hasMessage("an edited event has a version from 1 on, and is a JSON object: not 1 and 7");
    }

    @Test
    void what_was_discarded_or_edited_stays_so_after_a_restart() {
        broken.addAll(List.of(1L, 11L));
        desk.send(new Deposit("a", 1));
        desk.send(new Deposit("a", 2));
        desk.send(new Deposit("b", 11));
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 2);
            letters().discard(account("a"), "anna", "of no use");
            letters().edit(account("b"), new Edit(1, "{\"account\":\"b\",\"cents\":10}"), "anna", "a typing error");
            awaitLetters(processor, 0);
        }
        broken.clear();
        try (var processor = processor(QUICK)) {
            processor.start();
            desk.send(new Deposit("a", 3));
            await(processor, desk.head());
        }
        assertThat(of("a")).containsExactly("a 2", "a 3");
        assertThat(of("b")).containsExactly("b 10");
    }

    @Test
    void what_failed_again_after_a_retry_is_not_tried_at_the_next_start() {
        broken.add(1L);
        desk.send(new Deposit("a", 1));
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 1);
            letters().retry(account("a"), "anna", "perhaps");
            assertThat(processor.progress().await(() -> tried.size() == 6 && processor.deadLetters().getFirst().status()
                    == DeadLetter.Status.WAITING, LONG)).isTrue();
        }
        try (var processor = processor(QUICK)) {
            processor.start();
            desk.send(new Deposit("b", 2));
            await(processor, desk.head());
            assertThat(processor.deadLetters()).hasSize(1);
        }
        assertThat(tried).hasSize(7);
    }

    @Test
    void an_event_that_is_annulled_while_it_is_handled_makes_no_dead_letter() {
        desk.send("bad", new Deposit("a", 1));
        var held = new Signal();
        try (var processor = processor(QUICK, event -> {
            held.raise();
            if (event.number() == 1) {
                annul("bad/0");
                desk.send(new Deposit("b", 9));
                throw new IllegalStateException("no");
            }
            handle(event);
        })) {
            processor.start();
            await(processor, 1);
            desk.send(new Deposit("a", 2));
            await(processor, desk.head());
            assertThat(processor.progress().await(() -> processor.deadLetters().isEmpty(), LONG)).isTrue();
            assertThat(of("a")).containsExactly("a 2");
        }
    }

    /** The log is full when the dead letter that is annulled is to be passed over; all else is handled. */
    @Test
    void when_the_disk_is_full_nothing_that_was_read_is_lost() {
        broken.add(1L);
        desk.send("bad", new Deposit("a", 1));
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 1);
        }
        annul("bad/0");
        desk.send(new Deposit("a", 2));
        desk.send(new Deposit("b", 3));
        var full = new AtomicInteger(3);
        var store = PassingStore.before(desk.store(), append -> {
            if (!append.events().isEmpty() && full.getAndDecrement() > 0) {
                throw new DiskFull("full", new IOException("full"));
            }
        });
        try (var processor = new Processor(new Processor.Course("processor", "sums", TYPES, Keying.STREAMS, QUICK,
                _ -> true, this::handle), world, store, new Supervisor(supervision, world, system::add))) {
            processor.start();
            await(processor, desk.head());
            awaitLetters(processor, 0);
        }
        assertThat(full.get()).isNegative();
        assertThat(handled).containsExactlyInAnyOrder("a 2", "b 3");
    }

    /** The other one tells while this one has looked and not yet told. */
    @Test
    void of_two_who_say_something_about_one_dead_letter_the_second_is_told_that_he_is_late() {
        broken.add(1L);
        desk.send(new Deposit("a", 1));
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 1);
        }
        var others = new AtomicInteger();
        var late = DeadLetters.atRest(new PassingStore(desk.store()) {
            @Override
            public Appended append(Append append) {
                if (others.getAndIncrement() == 0) {
                    letters().discard(account("a"), "bert", "of no use");
                }
                return super.append(append);
            }
        }, "sums");
        assertThatThrownBy(() -> late.retry(account("a"), "anna", "mended")).isInstanceOf(BadRequest.class)
                .hasMessageContaining("was told already what becomes of it");
    }

    /** What the queue of a dead letter and the subscription both come to is handled by one of them. */
    @Test
    void a_queue_is_handled_up_to_what_has_come_otherwise_and_no_further() {
        broken.add(1L);
        desk.send(new Deposit("a", 1));
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 1);
        }
        letters().retry(account("a"), "anna", "mended");
        broken.clear();
        for (long i = 2; i <= 3_000; i++) {
            desk.store().append(Append.of(List.of(desk.codec().encode(new Deposited("a", i))), Origin.of("test"))
                    .answered(Durability.WRITTEN));
        }
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, desk.head());
            awaitLetters(processor, 0);
        }
        assertThat(handled).hasSize(3_000).doesNotHaveDuplicates();
    }
}
