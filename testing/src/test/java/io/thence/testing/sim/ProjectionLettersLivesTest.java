// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Event;
import io.thence.KeyValue;
import io.thence.MemoryProjection;
import io.thence.Part;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ProjectionStore;
import io.thence.StoreProjection;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFull;
import io.thence.processor.DeadLetterEvent;
import io.thence.processor.DeadLetterEvent.DeadLettered;
import io.thence.processor.DeadLetterEvent.Discarded;
import io.thence.processor.DeadLetters;
import io.thence.run.Thence;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.Shelves.Put;
import io.thence.testing.sim.Shelves.PutThere;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is on shelves, in tables, in a model and in a store of the application's own, that fail at times in passing, and
 * always on some items until they are mended, while somebody retries and discards, and the power goes. In the end each
 * shows what the log says but for what was discarded of it, in order.
 */
class ProjectionLettersLivesTest {

    private static final int SEEDS = 60;
    private static final int ITEMS = 15;
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Logger VIEWS = Logger.getLogger("io.thence.view");

    /** What happened. */
    enum Met { PASSED, FAILED, LETTER, RETRIED, DISCARDED }

    /** Shelves in one life. */
    private static final class Life {

        private final RandomGenerator random;
        private final Map<Met, Integer> met;
        private final Policy policy = Projection.POLICY.attempts(3)
                .resting(Duration.ofMillis(20), Duration.ofSeconds(1));
        private final Projection tables = Projection.sql("tables", 1,
                        "create table shelves (shelf varchar primary key, items varchar default '', n int default 0)")
                .on(PutThere.class, (db, put) -> {
                    db.row("shelves", put.shelf()).add("n", 1);
                    fail(put);
                    db.run("update shelves set items = items || ? where shelf = ?", put.item() + ";", put.shelf());
                }).parallelBy(Shelves.SHELF).policy(policy);
        private final MemoryProjection<Map<String, List<String>>> model =
                Projection.<Map<String, List<String>>>inMemory("model", TreeMap::new).on(PutThere.class, (all, put) -> {
                    all.computeIfAbsent(put.shelf(), _ -> new ArrayList<>()).add(put.item());
                    fail(put);
                }).policy(policy);
        private final Outside outside = new Outside();
        private final StoreProjection store = Projection.into("store", outside).reading(PutThere.class).policy(policy);
        private boolean mended;

        Life(long seed, Map<Met, Integer> met) {
            random = new SplittableRandom(seed);
            this.met = met;
        }

        private void met(Met what) {
            met.merge(what, 1, Integer::sum);
        }

        private void fail(PutThere put) {
            if (mended) {
                return;
            }
            if (put.item().endsWith("bent")) {
                met(Met.FAILED);
                throw new IllegalStateException("too bent");
            }
            if (random.nextInt(12) == 0) {
                met(Met.PASSED);
                throw new IllegalStateException("another time");
            }
        }

        /** A store outside, which no crash harms. */
        private final class Outside implements ProjectionStore {
            private Map<String, List<String>> shelves = new TreeMap<>();
            private Optional<String> checkpoint = Optional.empty();

            @Override
            public Optional<String> checkpoint() {
                return checkpoint;
            }

            @Override
            public void write(List<Event<?>> events, String next) {
                var copy = new TreeMap<String, List<String>>();
                shelves.forEach((shelf, items) -> copy.put(shelf, new ArrayList<>(items)));
                for (var event : events) {
                    if (event.data() instanceof PutThere put) {
                        fail(put);
                        copy.computeIfAbsent(put.shelf(), _ -> new ArrayList<>()).add(put.item());
                    }
                }
                shelves = copy;
                checkpoint = Optional.of(next);
            }
        }

        Simulator simulator() {
            var application = Application.named("depot").with(Shelves.EVENTS, Shelves.PUTTING, tables, model, store);
            var simulator = Simulator.of(application).standIn(outside)
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
            for (int i = 0; i < 8; i++) {
                caller.pause(Duration.ofMillis(caller.random().nextInt(600)));
                for (var part : List.<Part>of(tables, model, store)) {
                    var letters = caller.thence().deadLetters(part);
                    for (var letter : letters.list()) {
                        met(Met.LETTER);
                        decide(letters, letter.key(), caller.random().nextInt(4) == 0);
                    }
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
            for (var part : List.<Part>of(tables, model, store)) {
                thence.await(part, thence.store().head(), LONG);
                assertThat(shown(thence, part)).as(part.name()).isEqualTo(expected(thence, part));
                assertThat(thence.parked(part)).isEmpty();
            }
        }

        private Map<String, List<String>> shown(Thence thence, Part part) {
            return switch (part) {
                case Projection sql -> {
                    var rows = new TreeMap<String, List<String>>();
                    thence.query(sql).within(LONG).list("select * from shelves where n <> 0 order by shelf", row -> {
                        var items = List.of(row.text("items").split(";"));
                        assertThat(items).hasSize((int) row.number("n"));
                        rows.put(row.text("shelf"), items);
                        return row.text("shelf");
                    });
                    yield rows;
                }
                case StoreProjection _ -> outside.shelves;
                default -> thence.query(model).within(LONG).read(Map::copyOf);
            };
        }

        /** What was put there, but what was discarded. */
        private static Map<String, List<String>> expected(Thence thence, Part part) {
            var discarded = discarded(thence.store(), part.name());
            var items = new TreeMap<String, List<String>>();
            try (var events = thence.events(Query.types(Set.of(Shelves.PUT))).stream()) {
                events.filter(event -> !discarded.contains(event.position().number())).forEach(event -> {
                    var put = (PutThere) event.data();
                    items.computeIfAbsent(put.shelf(), _ -> new ArrayList<>()).add(put.item());
                });
            }
            return items;
        }

        /** Also checks that nothing is given up twice without having been told to be tried again. */
        private static Set<Long> discarded(EventStore store, String consumer) {
            var positions = new HashSet<Long>();
            var waiting = new HashMap<KeyValue, Long>();
            var start = new Position(store.lineage(), 0);
            try (var events = store.read(Query.keys(new KeyValue("$consumer", consumer)), start,
                    Direction.FORWARDS)) {
                events.list(Integer.MAX_VALUE).forEach(event -> DeadLetterEvent.read(event).ifPresent(said -> {
                    if (said instanceof DeadLettered) {
                        assertThat(Optional.ofNullable(waiting.put(said.key(), said.position()))).as("%s", said)
                                .isNotEqualTo(Optional.of(said.position()));
                    } else {
                        waiting.remove(said.key());
                    }
                    if (said instanceof Discarded) {
                        positions.add(said.position());
                    }
                }));
            }
            return positions;
        }
    }

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
        VIEWS.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        VIEWS.setLevel(null);
    }

    @Test
    void each_shows_what_the_log_says_but_for_what_was_discarded() {
        var met = new EnumMap<Met, Integer>(Met.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            new Life(seed, met).simulator().run(seed);
        }
        for (var what : Met.values()) {
            assertThat(met.getOrDefault(what, 0)).as("%s, of %s", what, met).isGreaterThan(SEEDS / 2);
        }
    }

    @Test
    void the_same_seed_is_the_same_life() {
        for (long seed = 1; seed <= 3; seed++) {
            assertThat(new Life(seed, new EnumMap<>(Met.class)).simulator().run(seed))
                    .isEqualTo(new Life(seed, new EnumMap<>(Met.class)).simulator().run(seed));
        }
    }
}
