// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Policy;
import io.thence.Policy.Action;
import io.thence.Start;
import io.thence.Supervision;
import io.thence.SystemEvent.GaveUp;
import io.thence.SystemEvent.Halted;
import io.thence.SystemEvent.Restarted;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.PartStopped;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.Latches;
import io.thence.bank.PassingStore;
import io.thence.event.Keying;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.EventStore;
import io.thence.store.StoredEvent;
import io.thence.supervise.Supervisor;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is no event's fault takes a processor down whole, and it begins again at its checkpoint, so many times. */
class RestartTest extends SumsFixture {

    private static final Supervision OFTEN = Supervision.DEFAULT.restarts(3, Duration.ofMinutes(10))
            .resting(Duration.ofMillis(1), Duration.ofMillis(4)).closing(Duration.ofSeconds(1));

    private final AtomicInteger failures = new AtomicInteger();

    @BeforeEach
    void restartsOften() {
        supervision = OFTEN;
    }

    /** Throws an error so many times. */
    private void failing(StoredEvent event) {
        if (failures.getAndDecrement() > 0) {
            throw new AssertionError("not now");
        }
        handle(event);
    }

    private Processor on(EventStore store) {
        return new Processor(new Processor.Course("processor", "sums", TYPES, Keying.STREAMS, QUICK, _ -> true,
                Start.BEGINNING, () -> code, this::handle), world, store,
                new Supervisor(supervision, world, system::add));
    }

    @Test
    void an_error_of_a_handler_restarts_it_and_who_waits_goes_on_waiting() {
        failures.set(3);
        for (long i = 1; i <= 5; i++) {
            desk.send("d" + i, new Deposit("a", i));
        }
        try (var processor = processor(QUICK, this::failing)) {
            processor.start();
            await(processor, desk.head());
            assertThat(processor.deadLetters()).isEmpty();
            assertThat(processor.progress().note()).isEmpty();
        }
        assertThat(handled).containsExactly("a 1", "a 2", "a 3", "a 4", "a 5");
        assertThat(system).extracting(event -> ((Restarted) event).restart()).containsExactly(1, 2, 3);
        assertThat(system).first().isInstanceOfSatisfying(Restarted.class, first -> {
            assertThat(first.about()).isEqualTo("sums");
            assertThat(first.cause()).isEqualTo("java.lang.AssertionError: not now, at event d1/0");
        });
    }

    @Test
    void what_may_name_a_person_is_not_stored_with_a_restart() {
        failures.set(1);
        desk.send("d1", new Deposit("a", 1));
        try (var processor = new Processor(new Processor.Course("processor", "sums", TYPES, Keying.STREAMS, QUICK,
                _ -> false, this::failing), world, desk.store(), new Supervisor(supervision, world, system::add))) {
            processor.start();
            await(processor, desk.head());
        }
        assertThat(system).singleElement().isInstanceOfSatisfying(Restarted.class, restarted ->
                assertThat(restarted.cause()).isEqualTo("java.lang.AssertionError, at event d1/0"));
    }

    @Test
    void too_many_restarts_within_the_period_and_it_gives_up_loudly_with_nothing_lost() {
        failures.set(4);
        desk.send("bad", new Deposit("a", 1));
        var supervisor = new Supervisor(supervision, world, system::add);
        try (var processor = new Processor(new Processor.Course("processor", "sums", TYPES, Keying.STREAMS, QUICK,
                _ -> true, this::failing), world, desk.store(), supervisor)) {
            processor.start();
            assertThatThrownBy(() -> processor.progress().await(1, LONG)).isInstanceOf(PartStopped.class)
                    .hasMessageContaining("has stopped at event bad/0").hasMessageContaining("not now");
            assertThat(supervisor.gaveUp()).hasEntrySatisfying("sums", sentence -> assertThat(sentence)
                    .startsWith("processor 'sums' has given up after 3 restarts, with java.lang.AssertionError"));
            assertThat(supervisor.restarting()).isEmpty();
        }
        assertThat(system).hasSize(4).last().isEqualTo(
                new GaveUp("sums", 3, "java.lang.AssertionError: not now, at event bad/0"));
        try (var processor = processor(QUICK)) {
            processor.start();
            await(processor, 1);
        }
        assertThat(handled).containsExactly("a 1");
    }

    /** As long as the log was away for the moment. */
    @Test
    void a_store_that_cannot_be_read_for_a_while_is_read_again_from_the_checkpoint() {
        var away = new AtomicInteger(3);
        var reading = new AtomicBoolean();
        var store = new PassingStore(desk.store()) {
            @Override
            public io.thence.store.Subscription subscribe(io.thence.store.Query query, io.thence.Position after) {
                if (reading.get() && away.getAndDecrement() > 0) {
                    throw new DiskFailed("away", new IllegalStateException("away"));
                }
                return super.subscribe(query, after);
            }
        };
        failures.set(1);
        desk.send(new Deposit("a", 1));
        try (var processor = new Processor(new Processor.Course("processor", "sums", TYPES, Keying.STREAMS, QUICK,
                _ -> true, this::failing), world, store, new Supervisor(
                        supervision.restarts(4, Duration.ofMinutes(1)), world, system::add))) {
            reading.set(true);
            processor.start();
            await(processor, desk.head());
        }
        assertThat(handled).containsExactly("a 1");
        assertThat(system).hasSize(4).last().isInstanceOfSatisfying(Restarted.class, restarted ->
                assertThat(restarted.cause()).isEqualTo(DiskFailed.class.getName()));
    }

    @Test
    void a_checkpoint_that_cannot_be_written_is_written_after_a_restart() {
        var broken = new AtomicInteger(2);
        var written = new Signal();
        var store = new PassingStore(desk.store()) {
            @Override
            public Appended append(Append append) {
                boolean isWord = append.finished().stream().anyMatch(word -> word.upTo() > 0);
                if (isWord && broken.getAndDecrement() > 0) {
                    throw new IllegalStateException("no word today");
                }
                var appended = super.append(append);
                if (isWord) {
                    written.raise();
                }
                return appended;
            }
        };
        desk.send(new Deposit("a", 1));
        try (var processor = on(store)) {
            processor.start();
            assertThat(world.await(written, LONG)).isTrue();
            assertThat(desk.store().checkpoint("sums").upTo()).isEqualTo(1);
        }
        assertThat(handled).contains("a 1");
    }

    @Test
    void what_its_user_has_decided_is_not_undone_by_a_restart() {
        broken.add(1L);
        desk.send("bad", new Deposit("a", 1));
        try (var processor = processor(QUICK.on(IllegalStateException.class, Action.STOP))) {
            processor.start();
            assertThatThrownBy(() -> processor.progress().await(1, LONG)).isInstanceOf(PartStopped.class);
        }
        try (var processor = processor(QUICK.deadLettersMax(0))) {
            processor.start();
            assertThatThrownBy(() -> processor.progress().await(1, LONG)).isInstanceOf(PartStopped.class);
        }
        assertThat(system).hasSize(2).allSatisfy(event -> assertThat(event).isInstanceOf(Halted.class))
                .extracting(event -> ((Halted) event).cause())
                .allMatch(cause -> cause.startsWith("processor 'sums' has stopped at event bad/0 (position 1: "));
    }

    @Test
    void what_a_policy_wants_restarted_is() {
        broken.add(1L);
        desk.send("bad", new Deposit("a", 1));
        try (var processor = processor(QUICK.on(IllegalStateException.class, Action.RESTART), event -> {
            if (tried.size() == 2) {
                broken.clear();
            }
            handle(event);
        })) {
            processor.start();
            await(processor, 1);
        }
        assertThat(system).hasSize(2).allMatch(Restarted.class::isInstance);
    }

    /** Or a key would be in the hands of two. */
    @Test
    void it_does_not_begin_again_before_all_that_was_in_hand_has_ended() throws InterruptedException {
        var held = new CountDownLatch(1);
        var isIn = new AtomicInteger();
        var most = new AtomicInteger();
        desk.send(new Deposit("slow", 1));
        desk.send(new Deposit("bad", 2));
        failures.set(1);
        var inHand = new CountDownLatch(1);
        try (var processor = processor(QUICK, event -> {
            if (event.number() == 1) {
                most.accumulateAndGet(isIn.incrementAndGet(), Math::max);
                inHand.countDown();
                Latches.await(held);
                handle(event);
                isIn.decrementAndGet();
            } else {
                Latches.await(inHand);
                failing(event);
            }
        })) {
            processor.start();
            inHand.await();
            assertThat(processor.progress().await(2, Duration.ofMillis(50))).as("it waits for what is slow").isFalse();
            assertThat(handled).isEmpty();
            held.countDown();
            await(processor, 2);
        }
        assertThat(handled).containsExactly("slow 1", "bad 2");
        assertThat(most).hasValue(1);
    }

    /** What is told in the last moment, as the next one is made, holds for that one. */
    private EventStore readingAgain(Runnable act) {
        var subscriptions = new AtomicInteger();
        return new PassingStore(desk.store()) {
            @Override
            public io.thence.store.Subscription subscribe(io.thence.store.Query query, io.thence.Position after) {
                if (subscriptions.incrementAndGet() == 2) {
                    act.run();
                }
                return super.subscribe(query, after);
            }
        };
    }

    private Processor failing(EventStore store, Handler handler) {
        return new Processor(new Processor.Course("processor", "sums", TYPES, Keying.STREAMS,
                Policy.DEFAULT.lanes(1), _ -> true, handler), world, store, new Supervisor(supervision, world,
                        system::add));
    }

    @Test
    void lanes_that_are_told_as_it_begins_again_are_those_of_the_next_one() {
        failures.set(1);
        var both = new CountDownLatch(2);
        var it = new AtomicReference<Processor>();
        desk.send(new Deposit("a", 1));
        try (var processor = failing(readingAgain(() -> {
            desk.send(new Deposit("b", 2));
            it.get().lanes(2);
        }), event -> {
            if (failures.getAndDecrement() > 0) {
                throw new AssertionError("not now");
            }
            both.countDown();
            Latches.await(both);
            handle(event);
        })) {
            it.set(processor);
            processor.start();
            assertThat(processor.progress().await(2, LONG)).as("two at the same time").isTrue();
        }
    }

    @Test
    void one_that_is_told_to_end_does_not_begin_again() {
        failures.set(1);
        var it = new AtomicReference<Processor>();
        desk.send(new Deposit("a", 1));
        try (var processor = failing(desk.store(), event -> {
            it.get().end();
            failing(event);
        })) {
            it.set(processor);
            processor.start();
            assertThat(processor.progress().await(1, Duration.ofMillis(200))).isFalse();
        }
        assertThat(handled).isEmpty();
        assertThat(desk.store().checkpoint("sums").token()).as("nobody came after it").isEqualTo(1);
    }

    @Test
    void one_that_is_told_to_end_as_it_begins_again_takes_nothing() {
        failures.set(1);
        var it = new AtomicReference<Processor>();
        desk.send(new Deposit("a", 1));
        try (var processor = failing(readingAgain(() -> it.get().end()), this::failing)) {
            it.set(processor);
            processor.start();
            assertThat(processor.progress().await(1, Duration.ofMillis(200))).isFalse();
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void what_it_was_told_holds_over_a_restart() {
        failures.set(1);
        var both = new CountDownLatch(2);
        try (var processor = processor(Policy.DEFAULT.lanes(1), event -> {
            if (event.number() == 1) {
                failing(event);
            } else {
                both.countDown();
                Latches.await(both);
                handle(event);
            }
        })) {
            processor.start();
            var control = Control.of(processor, desk.store());
            control.lanes(2);
            desk.send(new Deposit("a", 1));
            await(processor, 1);
            control.pause("anna", "for a while");
            desk.send(new Deposit("b", 2));
            desk.send(new Deposit("c", 3));
            assertThat(processor.progress().await(desk.head(), Duration.ofMillis(50))).isFalse();
            control.resume("anna", "enough");
            assertThat(processor.progress().await(desk.head(), LONG)).as("two at the same time").isTrue();
        }
        assertThat(handled).containsExactlyInAnyOrder("a 1", "b 2", "c 3");
    }
}
