// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** The real world, but for its secrets: their bytes are 0, 1, 2 and so on. */
record KnownSecrets(World world, AtomicInteger next) implements World {

    KnownSecrets() {
        this(new SystemWorld(), new AtomicInteger());
    }

    @Override
    public byte[] secret(int count) {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) next.getAndIncrement();
        }
        return bytes;
    }

    @Override
    public Instant now() {
        return world.now();
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
