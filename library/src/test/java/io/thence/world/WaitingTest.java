// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.ThenceException;
import io.thence.ThenceException.PartStopped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Signals, progress and machines: nobody who is called sleeps on. */
class WaitingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final SystemWorld world = new SystemWorld();

    @Test
    void a_raise_before_the_wait_is_not_lost() {
        var signal = new Signal();
        signal.raise();
        assertThat(signal.isRaised()).isTrue();
        assertThat(world.await(signal, LONG)).isTrue();
        assertThat(signal.isRaised()).as("the wait lowers it").isFalse();
        assertThat(world.await(signal, Duration.ofMillis(1))).isFalse();
    }

    @Test
    void many_raises_are_one() {
        var signal = new Signal();
        signal.raise();
        signal.raise();
        assertThat(signal.lower()).isTrue();
        assertThat(signal.lower()).isFalse();
    }

    @Test
    void all_that_wait_are_woken_at_once() throws InterruptedException {
        for (int count : new int[] {0, 1, 15, 16, 17, 64, 65, 301}) {
            var signals = Stream.generate(Signal::new).limit(count).toList();
            var begun = new CountDownLatch(count);
            var woken = new CountDownLatch(count);
            signals.forEach(signal -> world.fork("waits", () -> {
                begun.countDown();
                world.await(signal); // for ever, if it is forgotten
                woken.countDown();
            }));
            begun.await();
            Signal.raiseAll(signals);
            assertThat(woken.await(LONG.toSeconds(), TimeUnit.SECONDS)).as("all of " + count).isTrue();
        }
    }

    /** One that looks where it is turned, and then rests. */
    private record Looking(boolean isLight, Signal signal, ConcurrentLinkedQueue<Boolean> virtual, Signal looked)
            implements Machine {

        @Override
        public boolean step() {
            virtual.add(Thread.currentThread().isVirtual());
            looked.raise();
            return false;
        }
    }

    @Test
    void a_light_machine_has_no_thread_of_the_system() {
        for (var light : List.of(true, false)) {
            var machine = new Looking(light, new Signal(), new ConcurrentLinkedQueue<>(), new Signal());
            var running = world.start("looks", machine);
            assertThat(world.await(machine.looked(), LONG)).isTrue();
            running.stop();
            assertThat(machine.virtual()).contains(light).doesNotContain(!light);
        }
    }

    @Test
    void an_interrupt_neither_shortens_a_wait_nor_is_lost() {
        Thread.currentThread().interrupt();
        long begun = System.nanoTime();
        boolean raised = world.await(new Signal(), Duration.ofMillis(20));
        long nanos = System.nanoTime() - begun;
        assertThat(Thread.interrupted()).as("for who comes later").isTrue();
        assertThat(raised).isFalse();
        assertThat(nanos).isGreaterThanOrEqualTo(20_000_000);
    }

    @Test
    void an_interrupted_thread_is_woken() {
        var signal = new Signal();
        var other = world.fork("raises", signal::raise);
        Thread.currentThread().interrupt();
        boolean raised = world.await(signal, LONG);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(raised).isTrue();
        other.stop();
    }

    @Test
    void turns_are_taken_one_at_a_time() {
        var turn = new Turn(world);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var all = new ArrayList<World.Running>();
        for (int i = 0; i < 8; i++) {
            all.add(world.fork("turn-" + i, () -> {
                for (int n = 0; n < 200; n++) {
                    turn.take();
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    world.await(new Signal(), Duration.ofNanos(1));
                    inside.decrementAndGet();
                    turn.give();
                }
            }));
        }
        all.forEach(World.Running::stop);
        assertThat(most).hasValue(1);
    }

    /** Each side waits for the other's raise, 20,000 times: one that is lost would take half a minute. */
    @Test
    void a_raise_is_seen_however_close_it_comes_to_the_wait() {
        var ping = new Signal();
        var pong = new Signal();
        var lost = new AtomicInteger();
        var other = world.fork("pong", () -> {
            for (int i = 0; i < 20_000; i++) {
                if (!world.await(ping, LONG)) {
                    lost.incrementAndGet();
                    return;
                }
                pong.raise();
            }
        });
        for (int i = 0; i < 20_000 && lost.get() == 0; i++) {
            ping.raise();
            if (!world.await(pong, LONG)) {
                lost.incrementAndGet();
            }
        }
        other.stop();
        assertThat(lost.get()).isZero();
    }

    @Test
    void who_waits_for_progress_is_called_when_it_is_there() {
        var reader = new Signal();
        var progress = new Progress("reader", world, reader);
        assertThat(progress.await(0, Duration.ZERO)).isTrue();
        assertThat(reader.isRaised()).isFalse();
        assertThat(progress.isWaitedFor()).isFalse();
        var seen = new ConcurrentLinkedQueue<Boolean>();
        var callers = new ArrayList<World.Running>();
        for (long position : List.of(3L, 1L, 2L)) {
            callers.add(world.fork("caller", () -> seen.add(progress.await(position, LONG))));
        }
        assertThat(world.await(reader, LONG)).as("the reader is told that somebody waits").isTrue();
        progress.finished(1);
        progress.finished(3);
        progress.finished(2);
        callers.forEach(World.Running::stop);
        assertThat(seen).containsExactly(true, true, true);
        assertThat(progress.upTo()).as("it never goes back").isEqualTo(3);
        assertThat(progress.isWaitedFor()).isFalse();
        assertThat(progress).hasToString("reader has finished up to position 3");
    }

    @Test
    void a_wait_for_progress_ends_with_its_limit_or_its_failure() {
        var reader = new Signal();
        var progress = new Progress("reader", world, reader);
        progress.finished(5);
        assertThat(progress.await(6, Duration.ofMillis(2))).isFalse();
        var failure = new PartStopped("stopped:\nnothing is lost", new IllegalStateException("broken"));
        var thrown = new ConcurrentLinkedQueue<ThenceException>();
        reader.lower();
        var caller = world.fork("caller", () -> {
            try {
                progress.await(6, LONG);
            } catch (ThenceException e) {
                thrown.add(e);
            }
        });
        assertThat(world.await(reader, LONG)).isTrue();
        progress.failed(failure);
        caller.stop();
        assertThat(thrown).containsExactly(failure);
        assertThat(progress.await(5, Duration.ZERO)).as("what is finished stays finished").isTrue();
        assertThatThrownBy(() -> progress.await(6, LONG)).isSameAs(failure);
        assertThat(progress).hasToString("reader has finished up to position 5, and has stopped: stopped:");
    }

    /** Takes what is put before it, and says what became of it. */
    private static final class Eater implements Machine {
        private final ConcurrentLinkedQueue<Integer> plate = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        private final Signal signal = new Signal();
        private final Signal empty = new Signal();

        @Override
        public boolean step() {
            var next = plate.poll();
            if (next == null) {
                empty.raise();
                return false;
            }
            told.add("ate " + next);
            return true;
        }

        @Override
        public Signal signal() {
            return signal;
        }

        @Override
        public Duration rest() {
            return LONG;
        }

        @Override
        public void ended() {
            told.add("ended on " + Thread.currentThread().getName());
        }
    }

    @Test
    void a_machine_is_stepped_while_it_does_something_and_when_it_is_called() {
        var eater = new Eater();
        eater.plate.addAll(List.of(1, 2));
        var running = world.start("eater", eater);
        assertThat(world.await(eater.empty, LONG)).isTrue();
        assertThat(eater.told).containsExactly("ate 1", "ate 2");
        eater.plate.add(3);
        eater.signal.raise();
        assertThat(world.await(eater.empty, LONG)).isTrue();
        running.stop();
        running.stop();
        assertThat(eater.told).as("it ends once, on its own thread")
                .containsExactly("ate 1", "ate 2", "ate 3", "ended on eater");
    }

    @Test
    void new_ids_are_of_version_7_and_ordered_by_time() {
        var ids = new ArrayList<UUID>();
        for (int i = 0; i < 100; i++) {
            ids.add(world.newId());
        }
        assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> {
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
        });
        long first = ids.getFirst().getMostSignificantBits() >>> 16;
        assertThat(first).isBetween(world.now().toEpochMilli() - 60_000, world.now().toEpochMilli());
        assertThat(ids.getLast().getMostSignificantBits() >>> 16).isGreaterThanOrEqualTo(first);
    }
}
