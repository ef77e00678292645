// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.MemoryProjection;
import io.thence.Outcome;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.SystemEvent.GaveUp;
import io.thence.SystemEvent.Restarted;
import io.thence.event.SystemStream;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.testing.sim.Shelves.Print;
import io.thence.testing.sim.Shelves.Put;
import io.thence.testing.sim.Shelves.PutThere;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Labels, printed by a reaction whose handler fails by errors at times, before and after it has done its work, and is
 * taken down with all that it has in hand; shown by projections of which the same is true. In the end each item has its
 * label, once and in the order of its shelf, and each projection has each item once.
 */
class RestartLivesTest {

    private static final int SEEDS = 40;
    private static final int ITEMS = 20;
    private static final Duration LONG = Duration.ofMinutes(30);

    /** What happened. */
    enum Met { BEFORE, AFTER, IN_MEMORY, IN_TABLES, RESTARTED, GAVE_UP }

    /** A store in one life. */
    private static final class Store {

        private final RandomGenerator random;
        private final Map<Met, Integer> met;
        private final int oneIn;
        private boolean isMended;
        private final Reaction printer = Reaction.named("printer").sending(Print.class)
                .policy(Policy.DEFAULT.resting(Duration.ofMillis(20), Duration.ofSeconds(1)).lanes(3))
                .on(PutThere.class, this::label);
        private final MemoryProjection<List<String>> shown = Projection.<List<String>>inMemory("shown", ArrayList::new)
                .on(PutThere.class, (items, put) -> {
                    items.add(put.item());
                    fail(Met.IN_MEMORY);
                });
        private final Projection tables = Projection.sql("tables", 1,
                "create table shelves (shelf varchar primary key, items bigint default 0)")
                .on(PutThere.class, (db, put) -> {
                    db.row("shelves", put.shelf()).add("items", 1);
                    fail(Met.IN_TABLES);
                });

        Store(long seed, Map<Met, Integer> met, int oneIn) {
            random = new SplittableRandom(seed);
            this.met = met;
            this.oneIn = oneIn;
        }

        Application application() {
            return Application.named("store").with(Shelves.EVENTS, Shelves.PUTTING, Shelves.PRINTING, printer, shown,
                    tables);
        }

        private void label(PutThere put, Reaction.Out out) {
            fail(Met.BEFORE);
            assertThat(out.send(new Print(put.shelf(), put.item()))).isInstanceOf(Outcome.Accepted.class);
            fail(Met.AFTER);
        }

        private void fail(Met how) {
            if (!isMended && random.nextInt(oneIn) == 0) {
                met.merge(how, 1, Integer::sum);
                throw new OutOfMemoryError(how.name());
            }
        }

        Simulator simulator() {
            var often = Supervision.DEFAULT.restarts(Supervision.RESTARTS_MAX, Duration.ofMinutes(10))
                    .resting(Duration.ofMillis(10), Duration.ofSeconds(1));
            var simulator = Simulator.of(application())
                    .on((world, disk) -> new Engine(world, disk, LogSettings.SMALL, 16 << 10).supervision(often))
                    .mending(_ -> isMended = true).check(this::check);
            return Shelves.withWriters(simulator, ITEMS, 500);
        }

        void check(Thence thence) {
            var put = Shelves.items(thence, Shelves.PUT);
            assertThat(Shelves.items(thence, Shelves.PRINTED)).isEqualTo(put);
            var head = thence.store().head();
            assertThat(thence.query(shown).upTo(head).<List<String>>read(List::copyOf))
                    .containsExactlyInAnyOrderElementsOf(put.values().stream().flatMap(List::stream).toList());
            assertThat(thence.query(tables).upTo(head).<String>list("select shelf, items from shelves order by shelf",
                    row -> row.text("shelf") + " " + row.number("items"))).isEqualTo(put.entrySet().stream()
                            .map(shelf -> shelf.getKey() + " " + shelf.getValue().size()).toList());
            met.merge(Met.RESTARTED, (int) told(thence, Restarted.class).count(), Integer::sum);
            assertThat(told(thence, GaveUp.class)).isEmpty();
        }
    }

    private static <E extends SystemEvent> Stream<E> told(Thence thence, Class<E> what) {
        var store = thence.store();
        try (var events = store.read(Query.types(SystemStream.TYPES.names()), new Position(store.lineage(), 0),
                Direction.FORWARDS)) {
            return events.list(Integer.MAX_VALUE).stream().flatMap(event -> SystemStream.TYPES.read(event).stream())
                    .filter(what::isInstance).map(what::cast);
        }
    }

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void what_fails_by_no_events_fault_begins_again_until_all_is_done() {
        var met = new EnumMap<Met, Integer>(Met.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            new Store(seed, met, 12).simulator().run(seed);
        }
        for (var what : List.of(Met.BEFORE, Met.AFTER, Met.IN_MEMORY, Met.IN_TABLES, Met.RESTARTED)) {
            assertThat(met.getOrDefault(what, 0)).as("%s, of %s", what, met).isGreaterThan(SEEDS);
        }
    }

    /** Who runs the process looks at its health, and starts it again when it is not live; nothing else is needed. */
    @Test
    void what_fails_too_often_gives_up_and_goes_on_in_the_next_process() {
        var met = new EnumMap<Met, Integer>(Met.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            var store = new Store(seed, met, 4);
            var world = new SimulatedWorld(seed);
            var disk = new SimulatedDisk(world);
            var engine = new Engine(world, disk, LogSettings.SMALL, 16 << 10).supervision(Supervision.DEFAULT
                    .restarts(2, Duration.ofMinutes(10)).resting(Duration.ofMillis(10), Duration.ofSeconds(1)));
            int gaveUp = 0;
            boolean isDone = false;
            for (int process = 0; !isDone; process++) {
                store.isMended = process == 10;
                try (var thence = Thence.run(store.application(), engine)) {
                    put(thence);
                    isDone = isDoneBeforeItGivesUp(thence, store, world);
                    if (!isDone) {
                        gaveUp++;
                    } else {
                        assertThat(Shelves.items(thence, Shelves.PRINTED))
                                .isEqualTo(Shelves.items(thence, Shelves.PUT));
                        assertThat(told(thence, GaveUp.class).count()).as("each is told, in seed %d", seed)
                                .isGreaterThanOrEqualTo(gaveUp);
                    }
                }
            }
            met.merge(Met.GAVE_UP, gaveUp, Integer::sum);
        }
        assertThat(met.get(Met.GAVE_UP)).as("of %s", met).isGreaterThan(SEEDS);
    }

    private static void put(Thence thence) {
        for (int i = 0; i < ITEMS; i++) {
            thence.send(new Put("shelf-" + i % 3, "item-" + i), Send.as("put-" + i));
        }
    }

    private static boolean isDoneBeforeItGivesUp(Thence thence, Store store, SimulatedWorld world) {
        var begun = world.nanos();
        while (thence.health().live()) {
            assertThat(Duration.ofNanos(world.nanos() - begun)).isLessThan(LONG);
            if (thence.health().ready() && thence.lag(store.printer).events() == 0
                    && thence.lag(store.tables).events() == 0 && thence.lag(store.shown).events() == 0) {
                return true;
            }
            world.pause(Duration.ofMillis(100));
        }
        assertThat(thence.health().reasons()).anyMatch(reason -> reason.contains("has given up after 2 restarts"));
        return false;
    }
}
