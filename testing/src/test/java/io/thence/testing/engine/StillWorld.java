// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** The real machine, but that its clocks stand still: so a log is never idle, and writes no mark unasked. */
class StillWorld implements World {

    private final SystemWorld world = new SystemWorld();

    @Override
    public Instant now() {
        return Instant.parse("2010-12-01T08:26:00Z");
    }

    @Override
    public long nanos() {
        return 0;
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
