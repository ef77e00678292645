// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim.planted;

import io.thence.Next;
import io.thence.Reaction;
import io.thence.Saga;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.testing.sim.Simulator;
import io.thence.testing.sim.planted.Transfer.Begin;
import io.thence.testing.sim.planted.Transfer.Entry;
import io.thence.testing.sim.planted.Transfer.Moving;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.Optional;

/** Planted: what is to begin after a while is remembered by a task in memory, which a crash forgets. */
final class LostTimer {

    private Optional<World> world = Optional.empty();

    private LostTimer() {}

    static Simulator simulator() {
        return Simulator.each(() -> new LostTimer().life());
    }

    private Simulator life() {
        var timers = Reaction.named("timers").sending(Begin.class).on(Entry.Requested.class, this::remember);
        return Transfer.simulator(saga(), timers).on((simulated, disk) -> {
            world = Optional.of(simulated);
            return new Engine(simulated, disk, LogSettings.SMALL, 16 << 10);
        });
    }

    private void remember(Entry.Requested requested, Reaction.Out out) {
        var here = world.orElseThrow();
        here.fork("timer", () -> {
            here.await(new Signal(), Duration.ofMillis(requested.afterMillis()));
            out.send(new Begin(requested.transfer()));
        });
    }

    private static Saga<String, Moving> saga() {
        return Saga.named("moving").by(Transfer.TRANSFER).from(new Moving("", 0, 0, 0))
                .startsOn(Entry.Requested.class, (_, e) -> Next.state(Transfer.asked(e)))
                .on(Entry.Begun.class, (m, _) -> Next.state(m).ask(Transfer.TAKE, m.take()))
                .onRefused(Transfer.TAKE, (m, _) -> Next.state(m).done())
                .on(Transfer.TAKE, Entry.Taken.class, (m, _) -> Next.state(m).ask(Transfer.GIVE, m.give()))
                .on(Transfer.GIVE, Entry.Given.class, (m, _) -> Next.state(m).done())
                .onRefused(Transfer.GIVE, (m, _) -> Next.state(m).compensate())
                .on(Entry.Cancelled.class, (m, _) -> Next.state(m).compensate());
    }
}
