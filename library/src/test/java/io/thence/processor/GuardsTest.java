// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Breaker;
import io.thence.Policy;
import io.thence.Policy.Action;
import io.thence.SystemEvent.BreakerChanged;
import io.thence.SystemEvent.BreakerState;
import io.thence.ThenceException.TimedOut;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.MovedWorld;
import io.thence.event.Keying;
import io.thence.store.StoredEvent;
import io.thence.supervise.Supervisor;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What stands between the lanes and the handler, with all of a processor around it. */
class GuardsTest extends SumsFixture {

    private static final Breaker BREAKER = Breaker.DEFAULT.failing(0.5, 4)
            .openFor(Duration.ofHours(1), Duration.ofHours(1)).trials(2);

    private final AtomicLong clock = new AtomicLong();
    private volatile boolean isAway;

    private void depositsOf(int keys, int each) {
        for (long i = 1; i <= each; i++) {
            for (int key = 0; key < keys; key++) {
                desk.send(new Deposit("a" + key, i));
            }
        }
    }

    private void handleIfThere(StoredEvent event) {
        if (isAway) {
            tried.add("away");
            throw new IllegalStateException("away");
        }
        handle(event);
    }

    private void moves(Processor processor, Duration time) {
        clock.addAndGet(time.toNanos());
        processor.progress().wake();
    }

    private static void await(BooleanSupplier met) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private List<BreakerState> changes() {
        return system.stream().map(event -> ((BreakerChanged) event).to()).toList();
    }

    @Test
    void an_open_breaker_pauses_all_lanes_and_burns_no_attempts() {
        world = new MovedWorld(clock);
        isAway = true;
        depositsOf(6, 5);
        try (var processor = processor(QUICK.attempts(2).lanes(8).breaker(BREAKER), this::handleIfThere)) {
            processor.start();
            for (int outage = 1; outage <= 5; outage++) { // far more than there are attempts
                int opened = outage;
                await(() -> changes().stream().filter(BreakerState.OPEN::equals).count() == opened);
                assertThat(processor.breaker()).contains(BreakerState.OPEN);
                assertThat(processor.progress().note()).startsWith("its circuit breaker is open until ")
                        .endsWith(": java.lang.IllegalStateException: away");
                moves(processor, Duration.ofMinutes(61));
            }
            await(() -> changes().stream().filter(BreakerState.OPEN::equals).count() == 6);
            assertThat(tried.size()).as("what was under way when it opened, and two trials each time")
                    .isLessThanOrEqualTo(4 + 8 + 5 * 2);
            assertThat(processor.deadLetters()).isEmpty();
            isAway = false;
            moves(processor, Duration.ofMinutes(61));
            await(processor, desk.head());
            assertThat(processor.breaker()).contains(BreakerState.CLOSED);
            assertThat(processor.progress().note()).isEmpty();
            assertThat(processor.deadLetters()).isEmpty();
        }
        assertThat(handled).hasSize(30);
        for (int key = 0; key < 6; key++) {
            var name = "a" + key;
            assertThat(of(name)).containsExactly(name + " 1", name + " 2", name + " 3", name + " 4", name + " 5");
        }
        assertThat(changes()).endsWith(BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.CLOSED);
    }

    @Test
    void what_is_a_dead_letter_at_once_is_no_fault_of_the_outside() {
        depositsOf(20, 1);
        try (var processor = processor(QUICK.breaker(BREAKER).on(IllegalArgumentException.class, Action.DEAD_LETTER),
                _ -> {
                    throw new IllegalArgumentException("a bad event");
                })) {
            processor.start();
            awaitLetters(processor, 20);
            assertThat(processor.breaker()).contains(BreakerState.CLOSED);
        }
        assertThat(system).isEmpty();
    }

    @Test
    void a_message_that_may_name_a_person_is_not_told() {
        world = new MovedWorld(clock);
        isAway = true;
        depositsOf(4, 1);
        var course = new Processor.Course("processor", "sums", TYPES, Keying.STREAMS, QUICK.breaker(BREAKER),
                _ -> false, this::handleIfThere);
        try (var processor = new Processor(course, world, desk.store(),
                new Supervisor(supervision, world, system::add))) {
            processor.start();
            await(() -> processor.breaker().equals(Optional.of(BreakerState.OPEN)) && !system.isEmpty());
            assertThat(system).singleElement().isEqualTo(new BreakerChanged("sums", BreakerState.CLOSED,
                    BreakerState.OPEN, "java.lang.IllegalStateException"));
            assertThat(processor.progress().note()).endsWith(": java.lang.IllegalStateException");
        }
    }

    @Test
    void what_goes_on_failing_among_others_that_do_not_is_a_dead_letter() {
        broken.add(1L);
        depositsOf(1, 1);
        for (int key = 1; key < 20; key++) {
            desk.send(new Deposit("a" + key, 2));
        }
        try (var processor = processor(QUICK.lanes(1).breaker(BREAKER.failing(0.5, 6)))) {
            processor.start();
            awaitLetters(processor, 1);
            await(processor, desk.head());
        }
        assertThat(handled).hasSize(19);
    }

    @Test
    void each_period_has_exactly_as_many_calls_as_the_rate_says() {
        world = new MovedWorld(clock);
        depositsOf(10, 2);
        try (var processor = processor(QUICK.lanes(5).rate(3, Duration.ofHours(1)))) {
            processor.start();
            for (int hour = 1; hour <= 6; hour++) {
                int most = 3 * hour;
                await(() -> handled.size() == most);
                desk.send(new Deposit("b" + hour, 1)); // that more comes changes nothing
                await(() -> processor.seen() == desk.head());
                assertThat(handled).hasSize(most);
                moves(processor, Duration.ofHours(1));
            }
            for (int hour = 7; hour <= 9; hour++) {
                moves(processor, Duration.ofHours(1));
            }
            await(() -> handled.size() >= 21);
            assertThat(processor.deadLetters()).isEmpty();
            assertThat(processor.progress().note()).isEmpty();
        }
    }

    @Test
    void it_rests_no_longer_than_until_there_is_leave_again() {
        world = new MovedWorld(clock);
        depositsOf(1, 2);
        try (var processor = processor(QUICK.rate(1, Duration.ofMillis(30)))) {
            processor.start();
            await(() -> handled.size() == 1);
            await(() -> processor.rest().equals(Duration.ofMillis(30)));
            clock.addAndGet(Duration.ofMillis(20).toNanos());
            assertThat(processor.rest()).isEqualTo(Duration.ofMillis(10));
        }
    }

    @Test
    void a_bulkhead_has_so_many_calls_under_way_and_no_more() {
        depositsOf(40, 3);
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();
        var three = new CountDownLatch(3);
        try (var processor = processor(QUICK.lanes(16).bulkhead(3), event -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            three.countDown();
            hang(three); // until there are three: else fewer might do
            world.await(new Signal(), Duration.ofMillis(1));
            handle(event);
            underWay.decrementAndGet();
        })) {
            processor.start();
            await(processor, desk.head());
        }
        assertThat(most).hasValue(3);
        assertThat(handled).hasSize(120).doesNotHaveDuplicates();
    }

    @Test
    void an_attempt_over_its_limit_is_ended_and_tried_again_by_the_policy() {
        depositsOf(2, 2);
        var hangs = new CountDownLatch(1);
        try (var processor = processor(QUICK.timeLimit(Duration.ofMillis(20)), event -> {
            if (event.number() == 1) {
                tried.add("hung");
                hang(hangs);
            }
            handle(event);
        })) {
            processor.start();
            awaitLetters(processor, 1);
            await(processor, desk.head());
            assertThat(processor.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.failure()).isEqualTo(TimedOut.class.getName());
                assertThat(letter.attempts()).isEqualTo(3);
                assertThat(letter.stack()).contains("GuardsTest.hang (GuardsTest.java:");
            });
        }
        assertThat(tried.stream().filter("hung"::equals)).hasSize(3);
        assertThat(of("a0")).isEmpty();
        assertThat(of("a1")).containsExactly("a1 1", "a1 2");
    }

    private static void hang(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("no answer", e);
        }
    }

    @Test
    void a_handler_that_does_not_heed_its_limit_keeps_its_key() {
        depositsOf(2, 2);
        var isOver = new AtomicInteger();
        try (var processor = processor(QUICK.attempts(1).timeLimit(Duration.ofMillis(1)), event -> {
            if (event.number() == 1) {
                await(() -> Thread.currentThread().isInterrupted() && isOver.get() > 0);
            }
            handle(event);
        })) {
            processor.start();
            await(() -> of("a1").size() == 2);
            assertThat(of("a0")).isEmpty();
            assertThat(processor.deadLetters()).isEmpty();
            isOver.set(1);
            awaitLetters(processor, 1);
        }
        assertThat(of("a0")).as("it came to its end, but too late").containsExactly("a0 1");
    }

    @Test
    void closing_waits_no_longer_than_the_limit_for_a_handler_that_heeds_it() {
        depositsOf(1, 1);
        var begun = new CountDownLatch(1);
        var processor = processor(QUICK.timeLimit(Duration.ofMillis(50)), _ -> {
            begun.countDown();
            hang(new CountDownLatch(1));
        });
        processor.start();
        await(() -> begun.getCount() == 0);
        processor.close();
        assertThat(desk.store().checkpoint("sums").open()).isSubsetOf(1L);
    }

    /** Each of them by a thread of its own. */
    @Test
    void all_guards_at_once_lose_nothing() {
        world = new SystemWorld();
        depositsOf(60, 10);
        var random = new AtomicInteger();
        var policy = Policy.DEFAULT.attempts(1_000).resting(Duration.ZERO, Duration.ofMillis(1)).lanes(32)
                .bulkhead(7).rate(40, Duration.ofMillis(10)).timeLimit(LONG)
                .breaker(Breaker.DEFAULT.failing(0.5, 10).openFor(Duration.ofMillis(2), Duration.ofMillis(4)));
        try (var processor = processor(policy, event -> {
            int call = random.incrementAndGet();
            if (call % 100 < 25) { // spells
                throw new IllegalStateException("away");
            }
            handle(event);
        })) {
            processor.start();
            await(processor, desk.head());
            assertThat(processor.deadLetters()).isEmpty();
        }
        assertThat(handled).hasSize(600).doesNotHaveDuplicates();
        assertThat(changes()).contains(BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.CLOSED);
    }
}
