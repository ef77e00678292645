// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Next;
import io.thence.Part;
import io.thence.Reaction;
import io.thence.Saga;
import io.thence.examples.transfer.TransferCommand.Cancel;
import io.thence.examples.transfer.TransferCommand.Give;
import io.thence.examples.transfer.TransferCommand.GiveBack;
import io.thence.examples.transfer.TransferCommand.Take;
import io.thence.examples.transfer.TransferEvent.Cancelled;
import io.thence.examples.transfer.TransferEvent.Given;
import io.thence.examples.transfer.TransferEvent.GivenBack;
import io.thence.examples.transfer.TransferEvent.Requested;
import io.thence.examples.transfer.TransferEvent.Taken;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.testing.sim.Simulator;
import io.thence.world.Disk;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.Optional;

/** The bank's application with a fault in it: its saga is another one, the rest is what it is. */
final class PlantedTransfers {

    private static final Requested NONE = new Requested("", 0, 0, 0);
    private static final Ask<Requested, Take> TAKE = Ask.of("take", Take.class).undo(GiveBack.class,
            (_, taken) -> new GiveBack(taken.account(), taken.transfer(), taken.haleru()));
    private static final Ask<Requested, Give> GIVE = Ask.of("give", Give.class);
    private static final Ask<Requested, GiveBack> BACK = Ask.of("back", GiveBack.class);

    private static final Duration LATE = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofMillis(10);

    private PlantedTransfers() {}

    /** Planted: money is taken soon, and who cancels is given back at once what may not be taken yet. */
    static Simulator compensationBeforeAnswer() {
        return with(Saga.named("moving").by(Transfers.TRANSFER).from(NONE)
                .startsOn(Requested.class, (_, e) -> Next.state(e).wake("soon", SOON))
                .onWake("soon", m -> Next.state(m).ask(TAKE, new Take(m.from(), m.transfer(), m.haleru())))
                .on(TAKE, Taken.class, (m, _) -> Next.state(m).ask(GIVE, new Give(m.to(), m.transfer(), m.haleru())))
                .onRefused(TAKE, (m, _) -> Next.state(m).done())
                .on(GIVE, Given.class, (m, _) -> Next.state(m).done())
                .onRefused(GIVE, (m, _) -> Next.state(m).compensate())
                .on(Cancelled.class, (m, _) -> Next.state(m)
                        .ask(BACK, new GiveBack(m.from(), m.transfer(), m.haleru())))
                .on(BACK, GivenBack.class, (m, _) -> Next.state(m).done())
                .onRefused(BACK, (m, _) -> Next.state(m).done()));
    }

    /** Planted: what cannot be given is taken for given, so it is nowhere. */
    static Simulator refusalIgnored() {
        return with(begun().onRefused(GIVE, (m, _) -> Next.state(m).done())
                .on(Cancelled.class, (m, _) -> Next.state(m).compensate()));
    }

    /** Planted: what cannot be given is given again, until it can be. */
    static Simulator unboundedRetry() {
        return with(begun().onRefused(GIVE, (m, _) -> Next.state(m).wake("again", Duration.ofMinutes(1)))
                .onWake("again", m -> Next.state(m).ask(GIVE, new Give(m.to(), m.transfer(), m.haleru())))
                .on(Cancelled.class, (m, _) -> Next.state(m).compensate())
                .mayRepeat("an account may be opened yet"));
    }

    /** Planted: that it is late is remembered by a task in memory, which a crash forgets. */
    static Simulator lostTimer() {
        return Simulator.each(() -> {
            var timers = new Timers();
            var moving = begun().onRefused(GIVE, (m, _) -> Next.state(m)) // it goes back when it is late
                    .on(Cancelled.class, (m, _) -> Next.state(m).compensate());
            return with(moving, Reaction.named("timers").sending(Cancel.class).on(Requested.class, timers::remember))
                    .on(timers::engine);
        });
    }

    /** Timers in memory. */
    private static final class Timers {

        private Optional<World> world = Optional.empty();

        Engine engine(World simulated, Disk disk) {
            world = Optional.of(simulated);
            return new Engine(simulated, disk, LogSettings.SMALL, 16 << 10);
        }

        void remember(Requested requested, Reaction.Out out) {
            var here = world.orElseThrow();
            here.fork("timer", () -> {
                here.await(new Signal(), LATE);
                out.send(new Cancel(requested.transfer()));
            });
        }
    }

    /** What these sagas have in common: they take, and give what is taken. */
    private static Saga<String, Requested> begun() {
        return Saga.named("moving").by(Transfers.TRANSFER).from(NONE)
                .startsOn(Requested.class, (_, e) -> Next.state(e)
                        .ask(TAKE, new Take(e.from(), e.transfer(), e.haleru())))
                .on(TAKE, Taken.class, (m, _) -> Next.state(m).ask(GIVE, new Give(m.to(), m.transfer(), m.haleru())))
                .onRefused(TAKE, (m, _) -> Next.state(m).done())
                .on(GIVE, Given.class, (m, _) -> Next.state(m).done());
    }

    private static Simulator with(Saga<String, Requested> moving, Part... more) {
        var parts = Transfers.APPLICATION.parts().stream()
                .map(part -> part.equals(Transfers.MOVING) ? moving : part).toList();
        return TransferLivesTest.simulator(new Application(Transfers.APPLICATION.name(), parts).with(more), moving);
    }
}
