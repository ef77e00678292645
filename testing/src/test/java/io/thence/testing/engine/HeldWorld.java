// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.testing.sim.PassingWorld;
import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;

/** A world of one thread in which one machine is held up when a test says so. */
final class HeldWorld implements PassingWorld {

    private static final Duration CHECK = Duration.ofMillis(1);

    private final HandWorld world = new HandWorld(1);
    private final String held;
    private Runnable then = () -> {};
    private long until;

    /** Where the machine of this name can be held up. */
    HeldWorld(String held) {
        this.held = held;
    }

    /** Holds it up for a while; before it goes on, {@code next} runs. */
    void hold(Duration time, Runnable next) {
        until = nanos() + time.toNanos();
        then = next;
    }

    @Override
    public World world() {
        return world;
    }

    boolean isHeld() {
        return nanos() < until;
    }

    /** Lets time pass with nobody asking for anything. */
    void pass(Duration time) {
        world.pass(time);
    }

    @Override
    public Running start(String name, Machine machine) {
        return world.start(name, name.equals(held) ? slow(machine) : machine);
    }

    private Machine slow(Machine machine) {
        return new Machine() {
            @Override
            public boolean step() {
                if (isHeld()) {
                    return false;
                }
                var next = then;
                then = () -> {};
                next.run();
                return machine.step();
            }

            @Override
            public Signal signal() {
                return machine.signal();
            }

            @Override
            public Duration rest() {
                return isHeld() ? CHECK : machine.rest();
            }

            @Override
            public void ended() {
                machine.ended();
            }
        };
    }
}
