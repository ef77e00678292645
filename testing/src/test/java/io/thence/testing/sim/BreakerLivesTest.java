// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Breaker;
import io.thence.Outcome;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Reaction;
import io.thence.SystemEvent.BreakerChanged;
import io.thence.SystemEvent.BreakerState;
import io.thence.event.SystemStream;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.Shelves.Print;
import io.thence.testing.sim.Shelves.PutThere;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Labels, printed by a reaction on a printer that is away for spells: then it refuses, or does not answer at all. The
 * power goes too. No event becomes a dead letter, however long a spell is, since the circuit breaker holds the reaction
 * up; and in the end each item has its label, in the order of its shelf.
 */
class BreakerLivesTest {

    private static final int SEEDS = 80;
    private static final int ITEMS = 20;
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** What happened. */
    enum Met { REFUSED, HUNG, OPENED, CLOSED_AGAIN }

    /** A printer that is there for some seconds, and then away for some, or for many. */
    private static final class Printer {

        private final RandomGenerator random;
        private final Map<Met, Integer> met;
        private World world = new SystemWorld();
        private long awayFrom;
        private long awayUntil;
        private boolean isMended;

        Printer(long seed, Map<Met, Integer> met) {
            random = new SplittableRandom(seed);
            this.met = met;
        }

        private static long seconds(int many) {
            return Duration.ofSeconds(many).toNanos();
        }

        private boolean isAway() {
            if (world.nanos() >= awayUntil) {
                awayFrom = awayUntil + seconds(random.nextInt(4));
                awayUntil = awayFrom + seconds(1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 6));
            }
            return !isMended && world.nanos() >= awayFrom;
        }

        void print() {
            if (!isAway()) {
                return;
            }
            boolean hangs = random.nextBoolean();
            met.merge(hangs ? Met.HUNG : Met.REFUSED, 1, Integer::sum);
            while (hangs && !Thread.currentThread().isInterrupted()) {
                world.await(new Signal(), Duration.ofMillis(100));
            }
            throw new IllegalStateException("no printer");
        }
    }

    /** A store in one life. */
    private static final class Store {

        private final Printer printer;
        private final Map<Met, Integer> met;
        private final Reaction labels = Reaction.named("labels").sending(Print.class)
                .policy(Policy.DEFAULT.attempts(8).resting(Duration.ofMillis(20), Duration.ofSeconds(1)).lanes(3)
                        .timeLimit(LIMIT).bulkhead(2).rate(4, Duration.ofMillis(200))
                        .breaker(Breaker.DEFAULT.failing(0.5, 4).trials(2)
                                .openFor(Duration.ofMillis(500), Duration.ofSeconds(4))))
                .on(PutThere.class, this::label);

        Store(long seed, Map<Met, Integer> met) {
            printer = new Printer(seed, met);
            this.met = met;
        }

        private void label(PutThere put, Reaction.Out out) {
            printer.print();
            assertThat(out.send(new Print(put.shelf(), put.item()))).isInstanceOf(Outcome.Accepted.class);
        }

        Simulator simulator() {
            var application = Application.named("store")
                    .with(Shelves.EVENTS, Shelves.PUTTING, Shelves.PRINTING, labels);
            var simulator = Simulator.of(application)
                    .on((world, disk) -> {
                        printer.world = world;
                        return new Engine(world, disk, LogSettings.SMALL, 16 << 10);
                    }).check(this::check);
            return Shelves.withWriters(simulator, ITEMS, 2_000);
        }

        private void check(Thence thence) {
            assertThat(thence.deadLetters(labels).list()).isEmpty();
            printer.isMended = true;
            assertThat(thence.await(labels, thence.store().head(), LONG)).isTrue();
            assertThat(thence.deadLetters(labels).list()).isEmpty();
            assertThat(Shelves.items(thence, Shelves.PRINTED)).isEqualTo(Shelves.items(thence, Shelves.PUT));
            for (var change : changes(thence)) {
                assertThat(change.about()).isEqualTo("labels");
                if (change.to() != BreakerState.HALF_OPEN) {
                    met.merge(change.to() == BreakerState.OPEN ? Met.OPENED : Met.CLOSED_AGAIN, 1, Integer::sum);
                }
            }
        }

        private static List<BreakerChanged> changes(Thence thence) {
            var changes = new ArrayList<BreakerChanged>();
            var store = thence.store();
            try (var events = store.read(Query.types(SystemStream.TYPES.names()), new Position(store.lineage(), 0),
                    Direction.FORWARDS)) {
                events.list(Integer.MAX_VALUE).forEach(event -> SystemStream.TYPES.read(event)
                        .ifPresent(said -> changes.add((BreakerChanged) said)));
            }
            return changes;
        }
    }

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void no_outage_makes_a_dead_letter_and_each_item_has_its_label() {
        var met = new EnumMap<Met, Integer>(Met.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            var report = new Store(seed, met).simulator().run(seed);
            assertThat(report.steps()).as("nobody turns in a circle while the printer is away, in seed %d", seed)
                    .isLessThan(10_000 + 50 * report.virtual().toSeconds());
        }
        for (var what : Met.values()) {
            assertThat(met.getOrDefault(what, 0)).as("%s, of %s", what, met).isGreaterThan(SEEDS / 2);
        }
    }
}
