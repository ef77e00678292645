// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.testing.sim.PassingWorld;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;

/** The real machine, but with a clock that stands where it was put, and with the same chance and secrets each time. */
final class GivenWorld implements PassingWorld {

    /** Where the clock stands before it is put anywhere. */
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final World system = new SystemWorld();
    private final RandomGenerator random = new Random(1);
    private volatile Instant now = START;

    /** Puts the clock to {@code time}. */
    void at(Instant time) {
        now = time;
    }

    @Override
    public World world() {
        return system;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public byte[] secret(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
