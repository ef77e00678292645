// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.ThenceException.TimedOut;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.Desk;
import io.thence.bank.MovedWorld;
import io.thence.processor.Handler.HeldUp;
import io.thence.store.StoredEvent;
import io.thence.world.MemoryDisk;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What takes longer than its limit is ended, by a clock and a watch that are moved by hand. */
class TimeLimitsTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final AtomicLong clock = new AtomicLong();
    private final Desk desk = Desk.open(new MemoryDisk());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void close() {
        desk.close();
    }

    private TimeLimits limits(Handler handler) {
        return new TimeLimits("reaction 'mailer'", LIMIT, new MovedWorld(clock), handler);
    }

    private StoredEvent event() {
        desk.send("d-1", new Deposit("a", 1));
        return desk.store().at(1).orElseThrow();
    }

    /** What a call comes to that {@code limits} looks at when it is as old as {@code nanos}, and then again. */
    private @Nullable Throwable thrown(TimeLimits limits, long nanos) throws Exception {
        var event = event();
        var call = new FutureTask<>(() -> {
            var thrown = catchThrowable(() -> limits.handle(event));
            assertThat(Thread.interrupted()).as("ended by an interrupt that nobody has taken").isFalse();
            return thrown;
        });
        Thread.ofVirtual().start(call);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        clock.addAndGet(nanos);
        limits.step();
        limits.step();
        never.countDown();
        return call.get(30, TimeUnit.SECONDS);
    }

    private void waits() throws InterruptedException {
        begun.countDown();
        never.await();
    }

    private void waitsAsHandlersDo() {
        try {
            waits();
        } catch (InterruptedException e) {
            throw new IllegalStateException("no answer", e);
        }
    }

    @Test
    void what_is_ended_has_timed_out_with_the_stack_of_where_it_stood() throws Exception {
        var thrown = thrown(limits(_ -> waitsAsHandlersDo()), LIMIT.toNanos());
        assertThat(thrown).isInstanceOf(TimedOut.class).hasMessage("reaction 'mailer' took longer than its time limit"
                + " of PT5S over event d-1/0").hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(thrown.getStackTrace()).anySatisfy(frame ->
                assertThat(frame.getMethodName()).isEqualTo("waitsAsHandlersDo"));
        assertThat(Failure.of(thrown, true).stack()).contains("TimeLimitsTest.waitsAsHandlersDo (TimeLimitsTest.java:")
                .doesNotContain("TimeLimits.handle");
    }

    @Test
    void what_is_in_time_is_left_alone() throws Exception {
        assertThat(thrown(limits(_ -> waitsAsHandlersDo()), LIMIT.toNanos() - 1)).isNull();
    }

    /** It may have been cut off in the middle. */
    @Test
    void what_returns_after_it_was_ended_has_failed_too() throws Exception {
        assertThat(thrown(limits(_ -> {
            try {
                waits();
            } catch (InterruptedException _) {
                return;
            }
        }), LIMIT.toNanos())).isInstanceOf(TimedOut.class).hasNoCause();
    }

    @Test
    void what_is_held_up_by_the_store_stays_no_fault_of_the_event() throws Exception {
        assertThat(thrown(limits(_ -> {
            try {
                waits();
            } catch (InterruptedException _) {
                throw new HeldUp("the disk is full");
            }
        }), LIMIT.toNanos())).isInstanceOf(HeldUp.class);
    }

    @Test
    void looks_again_when_the_first_call_is_due() throws Exception {
        var limits = limits(_ -> waitsAsHandlersDo());
        limits.step();
        assertThat(limits.rest()).as("with nothing under way").isGreaterThan(Duration.ofHours(1));
        var event = event();
        var call = new FutureTask<@Nullable Void>(() -> limits.handle(event), null);
        Thread.ofVirtual().start(call);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(limits.signal().isRaised()).as("the first one says that it is there").isTrue();
        clock.addAndGet(Duration.ofSeconds(2).toNanos());
        limits.step();
        assertThat(limits.rest()).isEqualTo(Duration.ofSeconds(3));
        never.countDown();
        call.get(30, TimeUnit.SECONDS);
    }
}
