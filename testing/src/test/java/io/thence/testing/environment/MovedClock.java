// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.environment;

import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The real machine with a clock that somebody sets. */
record MovedClock(Supplier<Instant> clock, World world) implements World {

    MovedClock(Supplier<Instant> clock) {
        this(clock, new SystemWorld());
    }

    @Override
    public Instant now() {
        return clock.get();
    }

    @Override
    public long nanos() {
        return world.nanos();
    }

    @Override
    public RandomGenerator random() {
        return world.random();
    }

    @Override
    public boolean await(Signal signal, Duration timeout) {
        return world.await(signal, timeout);
    }

    @Override
    public Running start(String name, Machine machine) {
        return world.start(name, machine);
    }

    @Override
    public Running fork(String name, Runnable task) {
        return world.fork(name, task);
    }
}
