// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Origin;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Start;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Latches;
import io.thence.bank.PassingStore;
import io.thence.event.Keying;
import io.thence.processor.DeadLetterEvent.Deferred;
import io.thence.store.Append;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.supervise.Supervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import static org.assertj.core.api.Assertions.assertThat;

/** What queues behind an event that takes long takes no room from other keys, and is handled in its order. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class HotKeyTest extends SumsFixture {

    private static final int HOT = 100_000;
    private static final int ROOM = 16;
    private static final int SEEDS = 8;
    private static final Policy PATIENT = Policy.DEFAULT.resting(Duration.ofMillis(1), Duration.ofMillis(500))
            .attempts(1_000);

    private final AtomicBoolean isAway = new AtomicBoolean(true);

    private void deposits(List<Deposited> all) {
        for (int from = 0; from < all.size(); from += 10_000) {
            List<NewEvent> events = all.subList(from, Math.min(all.size(), from + 10_000)).stream()
                    .map(desk.codec()::encode).toList();
            desk.store().append(Append.of(events, Origin.of("test")));
        }
    }

    private void hotBefore(String other, int hot) {
        var all = new ArrayList<Deposited>();
        for (int i = 0; i < hot; i++) {
            all.add(new Deposited("hot", i));
        }
        all.add(new Deposited(other, 7));
        deposits(all);
    }

    private Processor processor(Policy policy, Handler handler, EventStore store, int room) {
        return new Processor(new Processor.Course("processor", "sums", TYPES, Keying.STREAMS, policy, _ -> true,
                Start.BEGINNING, () -> code, handler, room, List.of(new Query.Term(TYPES, List.of()))), world, store,
                new Supervisor(supervision, world, system::add));
    }

    private void failing(StoredEvent event) {
        if (event.number() == 1 && isAway.get()) {
            throw new IllegalStateException("away");
        }
        handle(event);
    }

    private List<String> hot(int count) {
        return IntStream.range(0, count).mapToObj(i -> "hot " + i).toList();
    }

    private long deferred() {
        try (var events = desk.store().read(Query.keys(DeadLetterEvent.filed("sums")),
                new Position(desk.store().lineage(), 0), Direction.FORWARDS)) {
            return events.list(Integer.MAX_VALUE).stream().flatMap(event -> DeadLetterEvent.read(event).stream())
                    .filter(Deferred.class::isInstance).count();
        }
    }

    private void awaitHandled(Processor processor, String text) {
        while (!handled.contains(text)) {
            assertThat(processor.progress().failure()).isNull();
            Thread.onSpinWait(); // nobody is told when an event is handled that others are still before
        }
    }

    @Test
    void others_go_on_while_the_first_of_very_many_waits_for_another_attempt() {
        hotBefore("b", HOT);
        try (var processor = processor(PATIENT, this::failing)) {
            processor.start();
            awaitHandled(processor, "b 7");
            assertThat(handled).containsExactly("b 7");
            assertThat(processor.progress().upTo()).as("what queues is not handled").isZero();
            Control.of(processor, desk.store()).pause("anna", "what it is told it hears");
            Control.of(processor, desk.store()).resume("anna", "enough");
            isAway.set(false);
            assertThat(processor.progress().await(HOT + 1, Duration.ofMinutes(2))).isTrue();
            assertThat(of("hot")).isEqualTo(hot(HOT));
        }
        assertThat(deferred()).isEqualTo(1);
        assertThat(DeadLetterBook.of(desk.store(), "sums").all()).as("nothing is left of it").isEmpty();
    }

    @Test
    void others_go_on_while_the_first_is_being_handled() {
        var held = new CountDownLatch(1);
        hotBefore("b", 4 * ROOM);
        try (var processor = processor(PATIENT, event -> {
            if (event.number() == 1) {
                Latches.await(held);
            }
            handle(event);
        }, desk.store(), ROOM)) {
            processor.start();
            awaitHandled(processor, "b 7");
            held.countDown();
            await(processor, 4 * ROOM + 1);
        }
        assertThat(of("hot")).isEqualTo(hot(4 * ROOM));
    }

    /** Its queue is that of the dead letter then. */
    @Test
    void a_first_that_is_given_up_keeps_the_rest() {
        hotBefore("b", 4 * ROOM);
        try (var processor = processor(PATIENT, event -> {
            if (event.number() == 1 && isAway.get()) {
                var over = !handled.isEmpty();
                throw over ? new io.thence.ThenceException.BadRequest("bad") : new IllegalStateException("away");
            }
            handle(event);
        }, desk.store(), ROOM)) {
            processor.start();
            awaitLetters(processor, 1);
            await(processor, 4 * ROOM + 1);
            assertThat(handled).containsExactly("b 7");
            isAway.set(false);
            var letters = DeadLetters.of(processor, desk.store(), desk.codec());
            letters.retryAll("anna", "mended");
            assertThat(letters.await(LONG)).isTrue();
        }
        assertThat(of("hot")).isEqualTo(hot(4 * ROOM));
    }

    /** A life ends when the next one has taken over: what it says from then on is not heard. */
    @Test
    void whenever_a_life_ends_each_key_keeps_its_order_and_loses_nothing() {
        int lives = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var random = new Random(seed);
            long begun = desk.head();
            var all = new ArrayList<Deposited>();
            for (int i = 0; i < 300; i++) {
                all.add(new Deposited((random.nextInt(4) > 0 ? "hot" : "k" + random.nextInt(3)) + seed, i));
            }
            deposits(all);
            handled.clear();
            isAway.set(true);
            Handler handler = event -> {
                if (isAway.get() && event.number() % 40 == 3) {
                    throw new IllegalStateException("away");
                }
                handle(event);
            };
            var old = new ArrayList<Processor>();
            for (int life = 0; life < 3; life++) {
                var processor = processor(PATIENT, handler, new PassingStore(desk.store()), ROOM);
                old.add(processor);
                processor.start();
                long before = life == 0 ? deferred() : -1;
                assertThat(processor.progress().await(() -> deferred() > before, LONG)).isTrue();
                int more = handled.size() + random.nextInt(40);
                processor.progress().await(() -> handled.size() > more, Duration.ofMillis(random.nextInt(100)));
                lives++;
            }
            isAway.set(false);
            await(old.getLast(), begun + 300);
            old.forEach(Processor::close);
            for (var name : List.of("hot", "k0", "k1", "k2")) {
                var key = name + seed;
                var once = new ArrayList<String>();
                of(key).forEach(text -> {
                    if (!once.contains(text)) {
                        once.add(text);
                    }
                });
                assertThat(once).as(key).isEqualTo(all.stream()
                        .filter(one -> one.account().equals(key))
                        .map(one -> one.account() + " " + one.cents()).toList());
            }
        }
        assertThat(lives).isEqualTo(3 * SEEDS);
        assertThat(deferred()).isGreaterThanOrEqualTo(SEEDS);
    }
}
