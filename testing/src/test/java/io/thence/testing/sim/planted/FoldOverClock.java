// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim.planted;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Event;
import io.thence.Fold;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.Query;
import io.thence.testing.sim.Simulator;
import io.thence.testing.sim.planted.Transfer.Account;
import io.thence.testing.sim.planted.Transfer.Entry;
import io.thence.testing.sim.planted.Transfer.Open;
import io.thence.testing.sim.planted.Transfer.Take;
import io.thence.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static org.assertj.core.api.Assertions.assertThat;

/** Planted: when money was last taken is when the fold was made, not when the event happened. */
final class FoldOverClock {

    private static final int STEPS = 210;

    private final Fold<Integer, Instant> lastTaken = Fold.by(Transfer.ACCOUNT).from(Instant.EPOCH)
            .on(Entry.Taken.class, (_, _) -> now());

    private final Decider<Take, Entry> taking = Decider.of(Take.class, Transfer.EVENTS).writing(Entry.Taken.class)
            .reading(Transfer.BALANCE, Take::account).reading(lastTaken, Take::account)
            .decide((take, account, last) -> isAllowed(account, take, last)
                    ? accept(new Entry.Taken(take.account(), take.transfer(), take.cents())) : refuse("not now"));

    private Optional<World> world = Optional.empty();

    private FoldOverClock() {}

    static Simulator simulator() {
        return Simulator.each(() -> new FoldOverClock().life());
    }

    private Instant now() {
        return world.orElseThrow().now();
    }

    private boolean isAllowed(Account account, Take take, Instant last) {
        return account.cents() >= take.cents() && Duration.between(last, now()).toMillis() > 10;
    }

    private Simulator life() {
        return Simulator.of(Application.named("till").with(Transfer.EVENTS, Transfer.OPENING, taking)).crashes(5, 7)
                .caller("payer", caller -> caller.steps(STEPS, i -> {
                    caller.send(new Open(0, 1_000));
                    caller.send(new Take(0, "t" + i, 1));
                    caller.pause(Duration.ofMillis(caller.random().nextInt(30)));
                }))
                .on((simulated, disk) -> {
                    world = Optional.of(simulated);
                    return new Engine(simulated, disk, LogSettings.SMALL, 16 << 10);
                })
                .check(this::check);
    }

    private void check(Thence till) {
        try (var taken = till.events(Query.types(Set.of("money.taken"))).backwards().stream()) {
            var last = taken.map(Event::time).findFirst().orElse(Instant.EPOCH);
            assertThat(till.read(lastTaken, 0)).as("last taken").isBetween(last.minusSeconds(1), last.plusSeconds(1));
        }
    }
}
