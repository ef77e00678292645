// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.EventId;
import io.thence.Outcome;
import io.thence.Part;
import io.thence.Projection;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.ThenceException.Blocked;
import io.thence.ThenceException.Stopped;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.sim.Depot.Shelve;
import io.thence.view.Rebuild;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A depot in one life. Some fill its shelves and look at what they put there; others, at the same time, have its tables
 * built anew, whole or shelf by shelf, swap and drop them, annul what was put on shelves, and mend flaws or let them
 * come back. After each start other flaws are there; in the end none.
 */
final class DepotLife {

    /** What an operator does. */
    enum Deed { REBUILD, SWAP, DROP, SHELF, ANNUL, FLAW }

    /** What has come of it, or of a look at the tables. */
    enum Seen {
        SWAPPED, DROPPED, NOT_SWAPPED, SHELF_BUILT, SHELF_WAITS, ANNULLED, BLOCKED, SHOWN, MIND_BLOCKED, MIND_SHOWN,
        AUDITED
    }

    private static final int WRITERS = 3;
    private static final int OPERATORS = 2;
    private static final int ITEMS = 12;
    private static final int DEEDS = 12;
    private static final int BUSY = 3;
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final List<String> FLAWS = List.of("bent", "cracked");
    private static final List<String> SOUND = List.of("a", "b", "c");
    private static final List<String> SHAKY = List.of("x", "y");
    private static final List<String> SHELVES = Stream.concat(SOUND.stream(), SHAKY.stream()).toList();
    private static final LogSettings TINY = new LogSettings(8 << 10, 1 << 10, 4 << 10, 8, 4, 1 << 10, 64);

    private final Depot depot = new Depot();
    private final List<Projection> projections = List.of(depot.inLanes, depot.inOrder);
    private final RandomGenerator starts;
    private final List<String> stored = new ArrayList<>();
    private final Set<String> annulled = new HashSet<>();
    private final Map<String, Map<String, String>> shown = new TreeMap<>();
    private final Map<Seen, Integer> seen = new EnumMap<>(Seen.class);
    private int ends;

    DepotLife(long seed) {
        starts = new SplittableRandom(seed);
    }

    /** How often what was seen. */
    Map<Seen, Integer> seen() {
        return seen;
    }

    private void saw(Seen what) {
        seen.merge(what, 1, Integer::sum);
    }

    /** The simulator of this life. */
    Simulator simulator() {
        var simulator = Simulator.of(depot.application).on((world, disk) -> {
            depot.flaws.clear();
            FLAWS.stream().filter(_ -> ends == 0 && starts.nextBoolean()).forEach(depot.flaws::add);
            return new Engine(world, disk, TINY, 1_000);
        }).without(Fault.DISK_FULL).check(this::check); // operators give up then
        for (int i = 0; i < WRITERS; i++) {
            simulator = simulator.caller("writer-" + i, this::write);
        }
        for (int i = 0; i < OPERATORS; i++) {
            simulator = simulator.caller("operator-" + i, this::operate);
        }
        for (var projection : projections) { // their keys wait for what a flaw has stopped
            simulator = simulator.mayLeaveUnhandled(projection);
        }
        return simulator.mayLeaveUnhandled(depot.inMind.items);
    }

    private static <T> T any(RandomGenerator random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private void write(Caller caller) {
        var random = caller.random();
        for (int i = 0; i < ITEMS; i++) {
            boolean shaky = random.nextInt(3) == 0;
            var shelf = any(random, shaky ? SHAKY : SOUND);
            var flaw = shaky && random.nextInt(3) == 0 ? any(random, FLAWS) : "";
            var item = caller.name() + "/" + i;
            var placed = put(caller, shelf, item, flaw);
            switch (random.nextInt(5)) {
                case 0 -> look(caller, any(random, projections), placed);
                case 1 -> lookInMind(caller, placed);
                case 2 -> audit(caller.thence(), any(random, projections));
                case 3 -> caller.pause(Duration.ofMillis(random.nextInt(300)));
                default -> {}
            }
        }
    }

    /** An item on its shelf. */
    private record Placed(String item, String shelf, Outcome outcome) {}

    private Placed put(Caller caller, String shelf, String item, String flaw) {
        var outcome = caller.send(new Shelve(shelf, item, item.length(), flaw), item);
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        stored.add(item);
        return new Placed(item, shelf, outcome);
    }

    /** Who has put an item on a shelf finds it there once, unless it waits, or was annulled. */
    private void look(Caller caller, Projection projection, Placed placed) {
        var item = placed.item();
        var shelf = placed.shelf();
        long asked = caller.world().nanos();
        try {
            var items = caller.thence().query(projection).after(placed.outcome()).within(LONG).<String>list(
                    "select items from shelves where shelf = ?", row -> row.text("items"), shelf);
            caller.note("sees " + items);
            assertThat(Duration.ofNanos(caller.world().nanos() - asked)).as("the wait").isLessThan(SOON);
            if (!annulled.contains(item)) {
                assertThat(items).as(item).hasSize(1);
                assertThat(items.getFirst().split(item + ";", -1)).as("%s in %s", item, items).hasSize(2);
                shown(projection).put(item, shelf);
            }
            saw(Seen.SHOWN);
        } catch (Blocked e) {
            caller.note("cannot see: " + e.by());
            assertThat(e.by().key().value()).as("only what is on its own shelf is in its way").isEqualTo(shelf);
            assertThat(e.by().position()).isLessThanOrEqualTo(placed.outcome().position().number());
            assertThat(SHAKY).as("%s", e.by()).contains(shelf);
            saw(Seen.BLOCKED);
        }
    }

    private void lookInMind(Caller caller, Placed placed) {
        var query = caller.thence().query(depot.inMind.items).after(placed.outcome()).within(LONG);
        var shelf = placed.shelf();
        boolean blocked = depot.inMind.isBlocked(() -> {
            long count = depot.inMind.count(query, placed.item(), shelf);
            assertThat(count).isEqualTo(annulled.contains(placed.item()) ? count : 1);
        }, shelf);
        saw(blocked ? Seen.MIND_BLOCKED : Seen.MIND_SHOWN);
    }

    /** What was shown, by its shelves. */
    private Map<String, String> shown(Projection projection) {
        return shown.computeIfAbsent(projection.name(), _ -> new TreeMap<>());
    }

    /** At any moment tables are what the log says up to where they have come, and they show what was shown before. */
    private void audit(Thence thence, Projection projection) {
        var before = Map.copyOf(shown(projection));
        var tables = DepotTables.read(thence.query(projection).within(LONG));
        tables.checkAgainst(DepotLog.of(depot, thence), projection);
        before.forEach((item, shelf) -> {
            if (!annulled.contains(item) && !tables.parked().containsKey(shelf)) {
                assertThat(tables.items(shelf)).as("it was shown before; %s", tables).contains(item);
            }
        });
        tables.shelves().keySet().forEach(shelf -> tables.items(shelf)
                .forEach(item -> shown(projection).put(item, shelf)));
        saw(Seen.AUDITED);
    }

    /** Each deed is done while somebody fills a shelf and looks at it. */
    private void operate(Caller caller) {
        var random = caller.random();
        for (int i = 0; i < DEEDS; i++) {
            var projection = any(random, projections);
            var deed = any(random, List.of(Deed.values()));
            var shelf = SHELVES.get(i % SHELVES.size()); // the same in each life, as its items are
            var items = caller.name() + "/" + i + "/";
            var busy = caller.world().fork(caller.name() + "-busy", () -> {
                for (int n = 0; n < BUSY; n++) {
                    look(caller, projection, put(caller, shelf, items + n, ""));
                }
            });
            caller.note("does " + deed + " to " + projection.name());
            run(caller, deed, projection, shelf);
            busy.stop();
            audit(caller.thence(), projection);
            caller.pause(Duration.ofMillis(random.nextInt(200)));
        }
    }

    private void run(Caller caller, Deed deed, Projection projection, String shelf) {
        var thence = caller.thence();
        switch (deed) {
            case REBUILD -> tried(() -> thence.rebuild(projection), "already", _ -> {});
            case SWAP -> {
                thence.beside(projection).ifPresent(this::swap);
                audit(thence, projection);
                if (caller.random().nextBoolean()) { // what has answered until now is needed no more
                    thence.beside(projection).ifPresent(this::drop);
                }
            }
            case DROP -> thence.beside(projection).ifPresent(this::drop);
            case SHELF -> buildShelf(thence, shelf);
            case ANNUL -> annul(caller);
            case FLAW -> {
                var flaw = any(caller.random(), FLAWS);
                if (!depot.flaws.remove(flaw)) {
                    depot.flaws.add(flaw);
                }
            }
        }
    }

    /** Does something that may be refused, in words that have {@code why}. */
    private static void tried(Runnable deed, String why, Consumer<BadRequest> refused) {
        try {
            deed.run();
        } catch (BadRequest e) {
            assertThat(e).hasMessageContaining(why);
            refused.accept(e);
        } catch (Stopped e) {
            assertThat(e).as("others have dropped it").hasMessageContaining("its tables were dropped");
        }
    }

    private void swap(Rebuild rebuild) {
        tried(() -> {
            rebuild.await(Duration.ofSeconds(5));
            try {
                rebuild.swap();
                saw(Seen.SWAPPED);
            } catch (Behind e) {
                assertThat(e).hasMessageContaining("do not catch up with those that answer");
                saw(Seen.NOT_SWAPPED);
            }
        }, "the tables ", refused -> {
            assertThat(refused.getMessage()).containsAnyOf("wait for it", "keys are parked", "are not beside");
            saw(Seen.NOT_SWAPPED);
        });
    }

    private void drop(Rebuild rebuild) {
        tried(() -> {
            rebuild.drop();
            saw(Seen.DROPPED);
        }, "are not beside", _ -> {});
    }

    private void buildShelf(Thence thence, String shelf) {
        tried(() -> {
            thence.rebuild(depot.inLanes, Depot.SHELF, shelf, LONG);
            saw(Seen.SHELF_BUILT);
        }, "shelf/" + shelf, refused -> {
            assertThat(refused.getMessage()).containsAnyOf("is being built anew already", "an event of the key failed");
            saw(Seen.SHELF_WAITS);
        });
    }

    /** What is annulled is on no shelf any more, in whatever answers. */
    private void annul(Caller caller) {
        if (stored.isEmpty()) {
            return;
        }
        var item = any(caller.random(), stored);
        annulled.add(item);
        var done = caller.thence().annul(List.of(new EventId(item + "/0")), caller.name(), "by mistake");
        for (var projection : projections) {
            var shelves = caller.thence().query(projection).upTo(done.position()).within(LONG)
                    .list("select items from shelves", row -> row.text("items"));
            assertThat(shelves).as("%s, after %s", projection.name(), done)
                    .noneMatch(items -> items.contains(item + ";"));
        }
        assertThat(caller.thence().query(depot.inMind.items).upTo(done.position()).within(LONG)
                .<Boolean>read(shelves -> shelves.values().stream().anyMatch(items -> items.contains(item)))).isFalse();
        saw(Seen.ANNULLED);
    }

    /** First with the flaws that there are, then without. */
    private void check(Thence thence) {
        boolean mended = ends++ > 0;
        if (mended) {
            retry(thence, depot.inMind.items);
            projections.forEach(projection -> retry(thence, projection));
        }
        depot.inMind.check(thence, DepotLog.of(depot, thence), mended);
        for (var projection : projections) {
            checkAll(thence, projection, mended);
            thence.beside(projection).ifPresent(rebuild -> {
                assertThat(rebuild.await(LONG)).isTrue();
                if (mended) {
                    assertThat(rebuild.obstacles()).isEmpty();
                    rebuild.swap();
                    checkAll(thence, projection, true);
                }
            });
        }
    }

    /** What was given up while there were flaws. */
    static void retry(Thence thence, Part projection) {
        var letters = thence.deadLetters(projection);
        letters.retryAll("an operator", "mended");
        assertThat(letters.await(LONG)).isTrue();
    }

    private void checkAll(Thence thence, Projection projection, boolean mended) {
        var log = DepotLog.of(depot, thence);
        var tables = DepotTables.read(thence.query(projection).upTo(thence.store().head()).within(LONG));
        tables.checkAgainst(log, projection);
        tables.checkEverything(log, projection);
        if (mended) {
            assertThat(tables.parked()).as(projection.name()).isEmpty();
        }
    }
}
