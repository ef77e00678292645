// SPDX-License-Identifier: Apache-2.0
package io.thence.bank;

import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** The real world, but for its monotonic clock, which a test moves on. */
public record MovedWorld(World world, AtomicLong clock) implements World {

    public MovedWorld(AtomicLong clock) {
        this(new SystemWorld(), clock);
    }

    @Override
    public long nanos() {
        return clock.get();
    }

    @Override
    public Instant now() {
        return world.now();
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
