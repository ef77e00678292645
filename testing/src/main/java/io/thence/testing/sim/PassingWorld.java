// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.EventId;
import io.thence.world.Machine;
import io.thence.world.Mark;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** A world that hands everything on to another; a test overrides what is to be otherwise. */
public interface PassingWorld extends World {

    /** The other. */
    World world();

    @Override
    default Instant now() {
        return world().now();
    }

    @Override
    default long nanos() {
        return world().nanos();
    }

    @Override
    default RandomGenerator random() {
        return world().random();
    }

    @Override
    default byte[] secret(int count) {
        return world().secret(count);
    }

    @Override
    default boolean await(Signal signal, Duration timeout) {
        return world().await(signal, timeout);
    }

    @Override
    default void await(Signal signal) {
        world().await(signal);
    }

    @Override
    default Running start(String name, Machine machine) {
        return world().start(name, machine);
    }

    @Override
    default Running fork(String name, Runnable task) {
        return world().fork(name, task);
    }

    @Override
    default void mark(Mark mark) {
        world().mark(mark);
    }

    @Override
    default void handle(String part, EventId event, Runnable handler) {
        world().handle(part, event, handler);
    }
}
