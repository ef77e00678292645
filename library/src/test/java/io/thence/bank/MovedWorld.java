// SPDX-License-Identifier: Apache-2.0
package io.thence.bank;

import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.util.concurrent.atomic.AtomicLong;

/** The real world, but for its monotonic clock, which a test moves on. */
public record MovedWorld(World world, AtomicLong clock) implements PassingWorld {

    public MovedWorld(AtomicLong clock) {
        this(new SystemWorld(), clock);
    }

    @Override
    public long nanos() {
        return clock.get();
    }
}
