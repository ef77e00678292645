// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.KeyValue;
import io.thence.Outcome;
import io.thence.Policy;
import io.thence.Reaction;
import io.thence.Start;
import io.thence.Stretch;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFull;
import io.thence.run.Thence;
import io.thence.store.Query;
import io.thence.testing.sim.Shelves.Print;
import io.thence.testing.sim.Shelves.Put;
import io.thence.testing.sim.Shelves.PutThere;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
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
 * Labels for what is put on shelves, printed by a reaction that fails in passing, while somebody has stretches of the
 * log and of shelves handled again, retries what waits, and the power goes: in the end each item has one label, in the
 * order of its shelf, and nothing is left of what was told.
 */
class StretchLivesTest {

    private static final int SEEDS = 60;
    private static final int ITEMS = 20;

    /** What happened. */
    enum Met { FAILED, RESET, REPLAYED, RETRIED, AGAIN }

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
            fail();
            var outcome = (Outcome.Accepted) out.send(new Print(put.shelf(), put.item()));
            if (outcome.repeated()) {
                met(Met.AGAIN);
            }
            fail();
        }

        private void fail() {
            if (!mended && random.nextInt(6) == 0) {
                met(Met.FAILED);
                throw new IllegalStateException("no ink");
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
                caller.send(new Put("shelf-" + chance.nextInt(4), caller.name() + "/" + i), caller.name() + "-" + i);
                caller.pause(Duration.ofMillis(chance.nextInt(200)));
            }
        }

        private void decide(Caller caller) {
            for (int i = 0; i < 12; i++) {
                caller.pause(Duration.ofMillis(caller.random().nextInt(400)));
                try {
                    tell(caller);
                } catch (DiskFull _) {
                    // another time
                } catch (BadRequest e) {
                    assertThat(e).hasMessageMatching(".*(waits in|nothing lies|nothing waits|being handled).*");
                }
            }
        }

        private void tell(Caller caller) {
            var chance = caller.random();
            var control = caller.thence().control(printer);
            long head = caller.thence().store().head().number();
            long after = chance.nextLong(head + 1);
            var last = control.position(chance.nextLong(after, head + 1));
            Stretch which = Start.after(control.position(after)).until(last);
            switch (chance.nextInt(3)) {
                case 0 -> {
                    control.reset(which, "clerk", "labels were lost");
                    met(Met.RESET);
                }
                case 1 -> {
                    control.replay(shelf(chance), which, "clerk", "labels were lost");
                    met(Met.REPLAYED);
                }
                default -> {
                    if (caller.thence().deadLetters(printer).retryAll("clerk", "perhaps") > 0) {
                        met(Met.RETRIED);
                    }
                }
            }
        }

        private static KeyValue shelf(RandomGenerator chance) {
            return new KeyValue("shelf", "shelf-" + chance.nextInt(4));
        }

        private void check(Thence thence) {
            assertThat(thence.control(printer).await(Duration.ofMinutes(10))).as("all of it is over").isTrue();
            var items = new TreeMap<String, List<String>>();
            try (var events = thence.events(Query.types(Set.of(Shelves.PUT))).stream()) {
                events.forEach(event -> {
                    var put = (PutThere) event.data();
                    items.computeIfAbsent(put.shelf(), _ -> new ArrayList<>()).add(put.item());
                });
            }
            assertThat(Shelves.items(thence, Shelves.PRINTED)).isEqualTo(items);
            assertThat(thence.control(printer).status().isReset()).isFalse();
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
