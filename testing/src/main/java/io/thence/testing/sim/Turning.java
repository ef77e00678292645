// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.world.Machine;
import io.thence.world.World.Running;
import org.jspecify.annotations.Nullable;

/** A machine whose crank is turned by a fiber of a simulated world. */
final class Turning implements Running {

    private final SimulatedWorld world;
    private final Machine machine;
    private boolean stopping;
    private @Nullable Fiber fiber;

    Turning(SimulatedWorld world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    /** Says which fiber turns it. */
    void in(Fiber turning) {
        fiber = turning;
    }

    /** Called by that fiber: turns it until it is stopped. */
    void turn() {
        try {
            machine.around(this::steps);
        } catch (Killed e) {
            throw e;
        } catch (RuntimeException | Error e) {
            machine.ended();
            throw e;
        }
        machine.ended();
    }

    private void steps() {
        while (!stopping) {
            if (machine.step()) {
                yieldTurn();
            } else {
                world.await(machine.signal(), machine.rest());
            }
        }
    }

    private void yieldTurn() {
        var own = world.running();
        if (own != null) {
            own.yieldTurn();
        }
    }

    @Override
    public void stop() {
        stopping = true;
        machine.signal().raise();
        var turned = fiber;
        if (turned != null && turned != world.running()) {
            world.waitFor(turned::isDone, Fiber.NEVER);
        }
    }
}
