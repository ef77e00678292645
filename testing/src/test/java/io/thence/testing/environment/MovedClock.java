// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.environment;

import io.thence.testing.sim.PassingWorld;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Instant;
import java.util.function.Supplier;

/** The real machine with a clock that somebody sets. */
record MovedClock(Supplier<Instant> clock, World world) implements PassingWorld {

    MovedClock(Supplier<Instant> clock) {
        this(clock, new SystemWorld());
    }

    @Override
    public Instant now() {
        return clock.get();
    }
}
