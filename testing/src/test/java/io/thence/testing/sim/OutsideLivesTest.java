// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Event;
import io.thence.Projection;
import io.thence.ProjectionStore;
import io.thence.StoreProjection;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.sim.Depot.Shelve;
import io.thence.testing.sim.Depot.Shelved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store outside, which keeps what it has when the application's power goes, is away at times, and dislikes some
 * events until they are mended: in the end it is what the log says, each event taken in once and in its key's order.
 */
class OutsideLivesTest {

    private static final int SEEDS = 100;
    private static final int ITEMS = 25;
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final LogSettings TINY = new LogSettings(8 << 10, 1 << 10, 4 << 10, 8, 4, 1 << 10, 64);
    private static final Logger LANES = Logger.getLogger("io.thence.view.lane");
    private static final Logger VIEWS = Logger.getLogger("io.thence.view");

    /** How a store writes. */
    enum Kind {
        /** All or nothing, so that an event would show that came twice. */
        TRANSACTIONS,
        /** Each change by itself and so that it can be repeated, the checkpoint last. */
        CHANGES
    }

    /** What happened to it. */
    enum Met { AWAY, BROKEN_OFF, ANSWER_LOST, DISLIKED }

    /** What it is told, it keeps: the items of shelves, in order. */
    private static final class Outside implements ProjectionStore {

        private final Kind kind;
        private final RandomGenerator random;
        private final Map<Met, Integer> met;
        private final Map<String, StringBuilder> lists = new TreeMap<>();
        private final Map<String, LinkedHashSet<String>> sets = new TreeMap<>();
        private final TreeSet<String> flaws = new TreeSet<>();
        private Optional<String> checkpoint = Optional.empty();
        private boolean begun;

        Outside(Kind kind, long seed, Map<Met, Integer> met) {
            this.kind = kind;
            random = new SplittableRandom(seed);
            this.met = met;
        }

        private void sometimes(int oneIn, Met what) {
            if (random.nextInt(oneIn) == 0) {
                met.merge(what, 1, Integer::sum);
                throw new UncheckedIOException(new IOException(what.name()));
            }
        }

        @Override
        public Optional<String> checkpoint() {
            if (begun) { // at a start it must be there
                sometimes(8, Met.AWAY);
            }
            return checkpoint;
        }

        @Override
        public void write(List<Event<?>> events, String next) {
            begun = true;
            sometimes(8, Met.AWAY);
            for (var event : events) {
                if (event.data() instanceof Shelved e && flaws.contains(e.flaw())) {
                    met.merge(Met.DISLIKED, 1, Integer::sum);
                    throw new IllegalStateException(e.item() + " is flawed: " + e.flaw());
                }
            }
            for (var event : events) {
                if (event.data() instanceof Shelved e) {
                    if (kind == Kind.CHANGES) {
                        sometimes(30, Met.BROKEN_OFF);
                    }
                    lists.computeIfAbsent(e.shelf(), _ -> new StringBuilder()).append(e.item()).append(';');
                    sets.computeIfAbsent(e.shelf(), _ -> new LinkedHashSet<>()).add(e.item());
                }
            }
            if (kind == Kind.CHANGES) {
                sometimes(8, Met.BROKEN_OFF);
            }
            checkpoint = Optional.of(next);
            sometimes(10, Met.ANSWER_LOST);
        }

        Map<String, String> items() {
            var items = new TreeMap<String, String>();
            lists.forEach((shelf, list) -> items.put(shelf, kind == Kind.TRANSACTIONS ? list.toString()
                    : String.join(";", sets.get(shelf)) + ";"));
            return items;
        }
    }

    /** A depot in one life, whose shelves are kept outside. */
    private static final class OutsideLife {

        private final Depot depot = new Depot();
        private final Outside outside;
        private final StoreProjection projection;
        private final Application application;
        private int starts;
        private int ends;

        OutsideLife(Kind kind, long seed, Map<Met, Integer> met) {
            outside = new Outside(kind, seed, met);
            projection = Projection.into("outside", outside).reading(Shelved.class);
            application = Application.named("depot").with(Depot.EVENTS, Depot.SHELVING, projection);
        }

        Simulator simulator() {
            var simulator = Simulator.of(application).on((world, disk) -> {
                outside.begun = false;
                outside.flaws.clear();
                if (starts++ % 2 == 0 && ends == 0) {
                    outside.flaws.add("bent");
                }
                return new Engine(world, disk, TINY, 1_000);
            }).standIn(outside).mayLeaveUnhandled(projection).check(this::check);
            for (int i = 0; i < 3; i++) {
                simulator = simulator.caller("writer-" + i, this::write);
            }
            return simulator;
        }

        private void write(Caller caller) {
            var random = caller.random();
            for (int i = 0; i < ITEMS; i++) {
                var shelf = "shelf-" + random.nextInt(4);
                var item = caller.name() + "/" + i;
                caller.send(new Shelve(shelf, item, 1, random.nextInt(9) == 0 ? "bent" : ""), item);
                caller.pause(Duration.ofMillis(random.nextInt(200)));
            }
        }

        private void check(Thence thence) {
            boolean mended = ends++ > 0;
            if (mended) {
                DepotLife.retry(thence, projection);
            }
            assertThat(thence.await(projection, thence.store().head(), LONG)).isTrue();
            var parked = new TreeMap<String, Long>();
            thence.parked(projection).forEach(one -> parked.put(one.key().value(), one.position()));
            if (mended) {
                assertThat(parked).isEmpty();
            }
            var expected = new TreeMap<String, String>();
            DepotLog.of(depot, thence).shelves(put ->
                    parked.getOrDefault(put.event().shelf(), DepotLog.NEVER) > put.position())
                    .forEach((shelf, held) -> expected.put(shelf, held.items()));
            if (mended || outside.kind == Kind.TRANSACTIONS) {
                assertThat(outside.items()).as("parked: %s", parked).isEqualTo(expected);
            } else { // what was liked when it was half written is not taken back
                expected.forEach((shelf, items) -> assertThat(outside.items().get(shelf)).startsWith(items));
            }
        }
    }

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
        LANES.setLevel(Level.OFF);
        VIEWS.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        LANES.setLevel(null);
        VIEWS.setLevel(null);
    }

    @ParameterizedTest
    @EnumSource
    void it_is_what_the_log_says(Kind kind) {
        var met = new EnumMap<Met, Integer>(Met.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            new OutsideLife(kind, seed, met).simulator().run(seed);
        }
        for (var what : Met.values()) {
            boolean may = what != Met.BROKEN_OFF || kind == Kind.CHANGES;
            assertThat(met.getOrDefault(what, 0)).as("%s, of %s", what, met).matches(n -> may ? n > SEEDS / 4 : n == 0);
        }
    }
}
