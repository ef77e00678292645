// SPDX-License-Identifier: Apache-2.0
package io.thence.supervise;

import io.thence.SystemEvent;
import io.thence.SystemEvent.Stuck;
import io.thence.SystemEvent.Unstuck;
import io.thence.bank.PassingWorld;
import io.thence.world.Machine;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A call that lasts is told once, with its stack, and once when it has ended; nobody looks where nothing is done. */
class CallWatchTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int ROUNDS = 100_000;

    private final AtomicLong nanos = new AtomicLong();
    private final List<SystemEvent> told = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final CallWatch watch = new CallWatch(new SetWorld(new SystemWorld(), nanos), MINUTE, told::add);

    private record SetWorld(World world, AtomicLong time) implements PassingWorld {
        @Override
        public long nanos() {
            return time.get();
        }
    }

    private static Call call(Object token, String event) {
        return new Call(token, Thread.currentThread(), CallWatchTest.class,
                () -> new Call.Subject(event, "account/a"));
    }

    /** As a world does: it steps when its rest is over. */
    private void pass(Duration time) {
        long end = nanos.get() + time.toNanos();
        while (watch.rest().compareTo(Machine.UNTIL_TOLD) < 0 && nanos.get() + watch.rest().toNanos() <= end) {
            nanos.addAndGet(watch.rest().toNanos());
            watch.step();
        }
        nanos.set(end);
    }

    private void begin() {
        watch.add(new CallSource("mails", "reaction 'mails'", () -> List.copyOf(calls)));
        watch.begins();
        watch.step();
    }

    @Test
    void a_call_that_lasts_is_told_once_and_when_it_has_ended() {
        calls.add(call("first", "e1/0"));
        begin();
        pass(MINUTE);
        assertThat(told).as("nobody has seen it for a minute").isEmpty();
        pass(Duration.ofSeconds(7));
        assertThat(told).singleElement().isInstanceOfSatisfying(Stuck.class, stuck -> {
            assertThat(stuck.about()).isEqualTo("mails");
            assertThat(stuck.event()).isEqualTo("e1/0");
            assertThat(stuck.key()).isEqualTo("account/a");
            assertThat(stuck.millis()).isBetween(60_000L, 66_000L);
        });
        assertThat(watch.stuck()).singleElement().asString()
                .startsWith("reaction 'mails' has been over event e1/0 of account/a for 6");
        pass(MINUTE.multipliedBy(10));
        assertThat(told).hasSize(1);
        calls.set(0, call("second", "e2/0"));
        pass(Duration.ofSeconds(6));
        assertThat(told).hasSize(2).last().isInstanceOfSatisfying(Unstuck.class,
                ended -> assertThat(ended.event()).isEqualTo("e1/0"));
        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void calls_that_come_and_go_are_none_that_last() {
        begin();
        for (int i = 0; i < 100; i++) {
            calls.clear();
            calls.add(call("call " + i, "e" + i + "/0"));
            pass(Duration.ofSeconds(40));
        }
        assertThat(told).isEmpty();
    }

    @Test
    void it_looks_as_long_as_something_is_under_way_and_then_only_when_it_is_told() {
        begin();
        assertThat(watch.rest()).isEqualTo(MINUTE.dividedBy(10));
        pass(Duration.ofSeconds(6));
        assertThat(watch.rest()).isEqualTo(Machine.UNTIL_TOLD);
        watch.begins();
        assertThat(watch.signal().lower()).isTrue();
        watch.begins();
        assertThat(watch.signal().isRaised()).as("it knows").isFalse();
        watch.step();
        calls.add(call("one", "e1/0"));
        pass(Duration.ofSeconds(6));
        assertThat(watch.rest()).isEqualTo(MINUTE.dividedBy(10));
    }

    /** It would be told only much later otherwise, or never. */
    @Test
    void what_begins_while_it_looks_is_seen() {
        watch.add(new CallSource("mails", "reaction 'mails'", () -> {
            watch.begins();
            return List.of();
        }));
        watch.begins();
        watch.step();
        pass(Duration.ofSeconds(6));
        assertThat(watch.rest()).isLessThan(Machine.UNTIL_TOLD);
    }

    /** The instant between is some nanoseconds long: so often, that one comes into it. */
    @Test
    void what_begins_just_as_it_finds_nothing_is_seen() throws InterruptedException {
        var round = new AtomicInteger();
        var isUnderWay = new AtomicBoolean();
        var hasBegun = new AtomicInteger();
        watch.add(new CallSource("mails", "reaction 'mails'",
                () -> isUnderWay.get() ? List.of(call("call", "e1/0")) : List.of()));
        var caller = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 1; i <= ROUNDS; i++) {
                while (round.get() < i) {
                    Thread.onSpinWait();
                }
                for (int spin = i % 64; spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                isUnderWay.set(true);
                watch.begins();
                hasBegun.set(i);
            }
        });
        for (int i = 1; i <= ROUNDS; i++) {
            isUnderWay.set(false);
            watch.signal().lower();
            watch.begins(); // something, that has ended when it looks
            watch.step();
            watch.signal().lower();
            nanos.addAndGet(MINUTE.dividedBy(10).toNanos());
            round.set(i);
            watch.step();
            while (hasBegun.get() < i) {
                Thread.onSpinWait();
            }
            if (watch.signal().lower()) {
                watch.step();
            }
            assertThat(watch.rest()).as("round %d", i).isLessThan(Machine.UNTIL_TOLD);
            isUnderWay.set(false);
            nanos.addAndGet(MINUTE.dividedBy(10).toNanos());
            watch.step();
        }
        caller.join();
    }

    @Test
    void what_is_stuck_is_told_though_what_it_is_about_cannot_be_read() {
        calls.add(new Call("first", Thread.currentThread(), CallWatchTest.class, () -> {
            throw new IllegalStateException("no upcast");
        }));
        calls.add(call("second", "e2/0"));
        begin();
        pass(Duration.ofSeconds(67));
        assertThat(told).extracting(event -> ((Stuck) event).event()).containsExactly("", "e2/0");
        assertThat(watch.stuck()).first().asString().startsWith("reaction 'mails' has been over an event for 6");
        calls.clear();
        pass(Duration.ofSeconds(6));
        assertThat(told).hasSize(4);
    }

    @Test
    void who_is_no_longer_watched_is_stuck_no_more() {
        calls.add(call("first", "e1/0"));
        var watched = new CallSource("mails", "reaction 'mails'", () -> List.copyOf(calls));
        watch.add(watched);
        watch.begins();
        watch.step();
        pass(Duration.ofSeconds(70));
        assertThat(watch.stuck()).hasSize(1);
        watch.remove(watched);
        pass(Duration.ofSeconds(6));
        assertThat(watch.stuck()).isEmpty();
    }
}
