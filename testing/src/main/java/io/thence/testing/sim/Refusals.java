// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Reaction;
import io.thence.run.Engine;
import io.thence.testing.disk.PassingDisk;
import io.thence.testing.sim.Plan.Setting;
import io.thence.world.Disk;
import io.thence.world.World;
import org.jspecify.annotations.Nullable;

/** What is real does not obey the seed, so it is refused by name: before a life begins, or once it is used. */
final class Refusals {

    private final Setting setting;
    private @Nullable Broken used;

    Refusals(Setting setting) {
        this.setting = setting;
    }

    /** Refuses an application on {@code engine}, if that or something in it is real. */
    void check(Engine engine) {
        if (engine.views().isRemote()) {
            throw refused("tables of projections on a database server (Engine.views)",
                    "leave them on the simulated disk, in H2");
        }
        for (World at = engine.world(); !(at instanceof SimulatedWorld);) {
            if (!(at instanceof PassingWorld passing)) {
                throw refused(at.getClass().getSimpleName() + " as the world (Engine.world)",
                        "make the engine of the world that on(..) is given");
            }
            at = passing.world();
        }
        for (Disk at = engine.disk(); !(at instanceof SimulatedDisk);) {
            if (!(at instanceof PassingDisk passing)) {
                throw refused(at.getClass().getSimpleName() + " as the disk (Engine.disk)",
                        "make the engine of the disk that on(..) is given");
            }
            at = passing.disk();
        }
        setting.application().reactions().forEach(this::check);
        for (var projection : setting.application().storeProjections()) {
            if (!setting.hasStandIn(projection.store())) {
                throw refused("projection '" + projection.name() + "' in " + projection.store().getClass().getName()
                        + " (Projection.into)", "where that is an object of the test, say so by standIn(..)");
            }
        }
    }

    private void check(Reaction reaction) {
        for (var effect : reaction.calls()) {
            if (!setting.outside().containsKey(effect)) {
                throw refused("effect '" + effect.name() + "' of reaction '" + reaction.name() + "', which calls the"
                        + " outside", "say by outside(..) what comes of it");
            }
        }
    }

    /** Refuses a thing that is about to be used; whose code that is may take what is thrown for a failure. */
    void uses(Object thing, String who, String what) {
        if (!setting.hasStandIn(thing)) {
            used = refused(who + " uses " + what, "where that is an object of the test, say so by standIn(..)");
            throw used;
        }
    }

    /** Whether something was used that is refused. */
    boolean hasUsed() {
        return used != null;
    }

    /** Ends a life in which something was. */
    void demandNoneUsed() {
        if (used != null) {
            throw used;
        }
    }

    private static Broken refused(String what, String instead) {
        return new Broken(Fiber.STUCK, what + ": " + instead, null);
    }
}
