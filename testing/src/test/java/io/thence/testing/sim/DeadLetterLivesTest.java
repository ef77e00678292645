// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.KeyValue;
import io.thence.Outcome;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Reaction;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFull;
import io.thence.processor.DeadLetterEvent;
import io.thence.processor.DeadLetterEvent.Discarded;
import io.thence.processor.DeadLetters;
import io.thence.run.Thence;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.Shelves.Print;
import io.thence.testing.sim.Shelves.Put;
import io.thence.testing.sim.Shelves.PutThere;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Labels for what is put on shelves, printed by a reaction that fails at times in passing, and always on some items
 * until it is mended, while somebody retries and discards, and the power goes: in the end each item has one label, in
 * the order of its shelf, but those that were discarded.
 */
class DeadLetterLivesTest {

    private static final int SEEDS = 120;
    private static final int ITEMS = 20;

    /** What happened. */
    enum Met { FAILED_BEFORE, FAILED_AFTER, DEAD, RETRIED, DISCARDED }

    /** A store in one life. */
    private static final class Store {

        private final RandomGenerator random;
        private final Map<Met, Integer> met;
        private final Reaction printer = Reaction.named("printer").sending(Print.class)
                .policy(Policy.DEFAULT.attempts(3).resting(Duration.ofMillis(20), Duration.ofSeconds(1)).lanes(3))
                .on(PutThere.class, this::label);
        private boolean mended;

        Store(long seed, Map<Met, Integer> met) {
            random = new SplittableRandom(seed);
            this.met = met;
        }

        private void met(Met what) {
            met.merge(what, 1, Integer::sum);
        }

        private void label(PutThere put, Reaction.Out out) {
            if (put.item().endsWith("bent") && !mended) {
                met(Met.DEAD);
                throw new IllegalStateException("too bent for a label");
            }
            fail(Met.FAILED_BEFORE);
            assertThat(out.send(new Print(put.shelf(), put.item()))).isInstanceOf(Outcome.Accepted.class);
            fail(Met.FAILED_AFTER);
        }

        private void fail(Met how) {
            if (!mended && random.nextInt(8) == 0) {
                met(how);
                throw new IllegalStateException(how.name());
            }
        }

        Simulator simulator() {
            var application = Application.named("store")
                    .with(Shelves.EVENTS, Shelves.PUTTING, Shelves.PRINTING, printer);
            var simulator = Simulator.of(application)
                    .caller("clerk", this::decide).mending(_ -> mended = true).check(this::check);
            for (int i = 0; i < 3; i++) {
                simulator = simulator.caller("writer-" + i, this::write);
            }
            return simulator;
        }

        private void write(Caller caller) {
            var chance = caller.random();
            for (int i = 0; i < ITEMS; i++) {
                var item = caller.name() + "/" + i + (chance.nextInt(9) == 0 ? "bent" : "");
                caller.send(new Put("shelf-" + chance.nextInt(4), item), caller.name() + "-" + i);
                caller.pause(Duration.ofMillis(chance.nextInt(200)));
            }
        }

        /** Retries most of what waits, though it may be of no use, and discards some. */
        private void decide(Caller caller) {
            var letters = caller.thence().deadLetters(printer);
            for (int i = 0; i < 8; i++) {
                caller.pause(Duration.ofMillis(caller.random().nextInt(600)));
                for (var letter : letters.list()) {
                    decide(letters, letter.key(), caller.random().nextInt(4) == 0);
                }
            }
        }

        private void decide(DeadLetters letters, KeyValue key, boolean isHopeless) {
            try {
                if (isHopeless) {
                    letters.discard(key, "clerk", "of no use");
                    met(Met.DISCARDED);
                } else {
                    letters.retry(key, "clerk", "perhaps");
                    met(Met.RETRIED);
                }
            } catch (DiskFull _) {
                // another time
            } catch (BadRequest e) {
                assertThat(e).hasMessageContaining(key + " ").hasMessageMatching(".*(nothing waits|being handled).*");
            }
        }

        private void check(Thence thence) {
            assertThat(Shelves.items(thence, Shelves.PRINTED)).isEqualTo(items(thence));
        }

        /** What was put there, but what was discarded before it had a label. */
        private Map<String, List<String>> items(Thence thence) {
            var discarded = discarded(thence.store());
            var labelled = Shelves.items(thence, Shelves.PRINTED);
            var items = new TreeMap<String, List<String>>();
            try (var events = thence.events(Query.types(Set.of(Shelves.PUT))).stream()) {
                events.forEach(event -> {
                    var put = (PutThere) event.data();
                    boolean has = labelled.getOrDefault(put.shelf(), List.of()).contains(put.item());
                    if (has || !discarded.contains(event.position().number())) {
                        items.computeIfAbsent(put.shelf(), _ -> new ArrayList<>()).add(put.item());
                    }
                });
            }
            return items;
        }

        private static Set<Long> discarded(EventStore store) {
            var positions = new HashSet<Long>();
            var start = new Position(store.lineage(), 0);
            try (var events = store.read(Query.types(DeadLetterEvent.TYPES.names()), start, Direction.FORWARDS)) {
                events.list(Integer.MAX_VALUE).forEach(event -> DeadLetterEvent.read(event)
                        .filter(Discarded.class::isInstance).ifPresent(said -> positions.add(said.position())));
            }
            return positions;
        }
    }

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void each_item_has_one_label_in_the_order_of_its_shelf() {
        var met = new EnumMap<Met, Integer>(Met.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            new Store(seed, met).simulator().run(seed);
        }
        for (var what : Met.values()) {
            assertThat(met.getOrDefault(what, 0)).as("%s, of %s", what, met).isGreaterThan(SEEDS / 2);
        }
    }
}
