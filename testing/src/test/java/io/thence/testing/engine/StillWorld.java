// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.testing.sim.PassingWorld;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Instant;

/** The real machine, but that its clocks stand still: so a log is never idle, and writes no mark unasked. */
class StillWorld implements PassingWorld {

    private final SystemWorld world = new SystemWorld();

    @Override
    public World world() {
        return world;
    }

    @Override
    public Instant now() {
        return Instant.parse("2010-12-01T08:26:00Z");
    }

    @Override
    public long nanos() {
        return 0;
    }
}
