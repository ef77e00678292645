// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Policy;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.PartStopped;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.command.Annulling;
import io.thence.command.Annulling.Which;
import io.thence.processor.DeadLetters.Edit;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Durability;
import io.thence.store.StoredEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What fails is tried again; what goes on failing waits with its key, while others go on; nothing is lost. */
class ProcessorTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Set<String> TYPES = Set.of("account.deposited");
    private static final Policy QUICK = Policy.DEFAULT.attempts(3)
            .resting(Duration.ofMillis(1), Duration.ofMillis(2));

    private final World world = new SystemWorld();
    private final Desk desk = Desk.open(new MemoryDisk());
    private final ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> tried = new ConcurrentLinkedQueue<>();
    private final Set<Long> broken = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        desk.close();
    }

    /** Fails on the amounts that are broken. */
    private void handle(StoredEvent stored) {
        var event = (Deposited) desk.codec().decode(stored).data();
        var text = event.account() + " " + event.cents();
        tried.add(text);
        if (broken.contains(event.cents())) {
            throw new IllegalStateException("no " + event.cents());
        }
        handled.add(text);
    }

    private Processor processor(Policy policy) {
        return processor(policy, this::handle);
    }

    private Processor processor(Policy policy, Handler handler) {
        return new Processor(new Processor.Course("processor", "sums", TYPES, policy, _ -> true, handler), world,
                desk.store());
    }

    private static void await(Processor processor, long position) {
        assertThat(processor.progress().await(position, LONG)).isTrue();
    }

    private static void awaitLetters(Processor processor, int count) {
        assertThat(processor.progress().await(() -> processor.deadLetters().size() == count, LONG)).isTrue();
    }

    private DeadLetters letters() {
        return DeadLetters.atRest(desk.store(), "sums");
    }

    private static KeyValue account(String name) {
        return Bank.ACCOUNT.value(name);
    }

    private List<String> of(String account) {
        return handled.stream().filter(text -> text.startsWith(account + " ")).toList();
    }

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
                        .startsWith("at io.thence.processor.ProcessorTest.handle (ProcessorTest.java:");
                assertThat(letter.status()).isEqualTo(DeadLetter.Status.WAITING);
            });
            assertThat(letters().list()).isEqualTo(processor.deadLetters());
            assertThat(processor.needsFrom()).isEqualTo(2);
        }
    }

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
    void a_dead_letter_that_is_annulled_waits_no_more() {
        broken.add(1L);
        desk.send("bad", new Deposit("a", 1));
        desk.send(new Deposit("a", 2));
        try (var processor = processor(QUICK)) {
            processor.start();
            awaitLetters(processor, 1);
            new Annulling(desk.store(), Origin.of("test"), _ -> {})
                    .annul(Which.of(List.of(new EventId("bad/0"))), "anna", "by mistake");
            awaitLetters(processor, 0);
            assertThat(of("a")).containsExactly("a 2");
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
                            + " again; nothing is lost");
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

    @Test
    void a_retry_says_who_and_why_and_is_refused_where_nothing_waits() {
        assertThatThrownBy(() -> letters().retry(account("a"), "anna", "mended")).isInstanceOf(BadRequest.class)
                .hasMessage("nothing waits of account/a in 'sums': list the dead letters, and name a key as it stands"
                        + " there");
        assertThatThrownBy(() -> letters().retry(account("a"), " ", "mended")).isInstanceOf(BadRequest.class)
                .hasMessageContaining("who says so has 1 to 2000 characters, not 0");
        assertThatThrownBy(() -> new Edit(1, "7")).isInstanceOf(BadRequest.class)
                .hasMessage("the edited event is no JSON object: 7");
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
                .hasMessageContaining("is being handled: wait until that has ended");
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
        assertThat(desk.store().checkpoint("sums").but()).containsExactly(3L);
        assertThat(desk.store().checkpoint("sums").upTo()).isEqualTo(10);
        try (var second = processor(QUICK)) {
            second.start();
            await(second, 10);
        }
        assertThat(handled).hasSize(10).doesNotHaveDuplicates();
    }
}
