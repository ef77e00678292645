// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.bank.PassingWorld;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** So many at a time, and who waits is served in turn. */
class PermitsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final World world = new SystemWorld();

    /** Tells when somebody is about to wait. */
    private record Watched(World world, Signal waits) implements PassingWorld {

        @Override
        public boolean await(Signal signal, Duration timeout) {
            waits.raise();
            return world.await(signal, timeout);
        }
    }

    @Test
    void there_are_so_many_and_who_gives_one_back_lets_another_in() {
        var permits = new Permits(world, 2);
        assertThat(permits.take(Duration.ZERO)).isTrue();
        assertThat(permits.take(Duration.ZERO)).isTrue();
        assertThat(permits.take(Duration.ZERO)).isFalse();
        assertThat(permits.take(Duration.ofMillis(5))).isFalse();
        permits.give();
        assertThat(permits.take(Duration.ZERO)).as("who gave up is not in the way").isTrue();
        assertThat(permits.take(Duration.ZERO)).isFalse();
    }

    @Test
    void who_came_first_is_served_first() {
        var waits = new Signal();
        var permits = new Permits(new Watched(world, waits), 1);
        assertThat(permits.take(LONG)).isTrue();
        var served = new ConcurrentLinkedQueue<String>();
        var waiting = List.of("anna", "bert", "carl").stream().map(name -> {
            var running = world.fork(name, () -> {
                if (permits.take(LONG)) {
                    served.add(name);
                    permits.give();
                }
            });
            assertThat(world.await(waits, LONG)).isTrue();
            return running;
        }).toList();
        assertThat(served).isEmpty();
        permits.give();
        waiting.forEach(World.Running::stop);
        assertThat(served).containsExactly("anna", "bert", "carl");
        assertThat(permits.take(Duration.ZERO)).as("nothing is lost").isTrue();
    }
}
