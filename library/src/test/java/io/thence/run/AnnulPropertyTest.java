// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.EventId;
import io.thence.MemoryProjection;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Projection;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Move;
import io.thence.bank.BankCommand.Open;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Moved;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.BankEvent.Opened;
import io.thence.bank.BankEvent.Withdrawn;
import io.thence.bank.Desk;
import io.thence.bank.PassingWorld;
import io.thence.bank.SmallPolls;
import io.thence.command.Annulling;
import io.thence.command.Annulling.Which;
import io.thence.past.Past;
import io.thence.view.MemoryQuery;
import io.thence.view.MemoryView;
import io.thence.view.SqlView;
import io.thence.view.ViewDatabases;
import io.thence.view.ViewQuery;
import io.thence.world.Machine;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random histories with random annulments, readers that are stopped and started anywhere: every state and every view is
 * that of the events that are not annulled, which a plain loop adds up.
 */
class AnnulPropertyTest {

    private static final List<String> ACCOUNTS = List.of("a", "b", "c");

    private static final Projection PLAIN = Projection.sql("plain", 1,
                    "create table plain (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> db.row("plain", e.account()).add("cents", e.cents()))
            .on(Withdrawn.class, (db, e) -> db.row("plain", e.account()).add("cents", -e.cents()))
            .on(Moved.class, (db, e) -> {
                db.row("plain", e.from()).add("cents", -e.cents());
                db.row("plain", e.to()).add("cents", e.cents());
            });
    private static final Projection REBUILT = renamed("rebuilt", PLAIN.rebuildOnAnnul());
    private static final Projection MIXED = renamed("mixed", PLAIN
            .onAnnulled(Deposited.class, (db, e) -> db.row("plain", e.account()).add("cents", -e.cents()))
            .rebuildOnAnnul());
    private static final Projection UNDOING = renamed("undoing", MIXED
            .onAnnulled(Withdrawn.class, (db, e) -> db.row("plain", e.account()).add("cents", e.cents()))
            .onAnnulled(Moved.class, (db, e) -> {
                db.row("plain", e.from()).add("cents", e.cents());
                db.row("plain", e.to()).add("cents", -e.cents());
            }));

    /** Cannot bear three cents: from there on its account waits, until that is annulled. */
    private static final Projection UNLUCKY = renamed("unlucky", UNDOING.on(Withdrawn.class, (_, e) -> {
        if (e.cents() == 3) {
            throw new IllegalStateException("three");
        }
    }));

    /** Knows nothing of what was moved, which is in two lanes. */
    private static final Projection LANES = Projection.sql("lanes", 1,
                    "create table plain (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> db.row("plain", e.account()).add("cents", e.cents()))
            .on(Withdrawn.class, (db, e) -> db.row("plain", e.account()).add("cents", -e.cents()))
            .onAnnulled(Deposited.class, (db, e) -> db.row("plain", e.account()).add("cents", -e.cents()))
            .parallelBy(Bank.ACCOUNT).rebuildOnAnnul();

    private static final MemoryProjection<TreeMap<String, Long>> MODEL =
            Projection.<TreeMap<String, Long>>inMemory("model", TreeMap::new)
                    .on(BankEvent.class, (model, event) -> add(model, event));

    private static Projection renamed(String name, Projection projection) {
        return new Projection(name, 1, projection.tables(), projection.clauses(), projection.erasings(),
                projection.parallelBy(), projection.annulling(), projection.swapping());
    }

    private static void add(Map<String, Long> balances, BankEvent event) {
        switch (event) {
            case Deposited(String account, long cents) -> balances.merge(account, cents, Long::sum);
            case Withdrawn(String account, long cents) -> balances.merge(account, -cents, Long::sum);
            case Moved(String from, String to, long cents) -> {
                balances.merge(from, -cents, Long::sum);
                balances.merge(to, cents, Long::sum);
            }
            case Opened _, Noted _ -> {}
        }
    }

    /** What is started in it is turned by hand. */
    private record HandWorld(World world, AtomicLong clock, List<Machine> started) implements PassingWorld {

        @Override
        public long nanos() {
            return clock.get();
        }

        @Override
        public Running start(String name, Machine machine) {
            started.add(machine);
            return machine::ended;
        }
    }

    /** A view, and the machines of its lanes. */
    private record Turned(SqlView view, List<Machine> lanes) {

        void end() {
            lanes.reversed().forEach(Machine::ended);
        }
    }

    /** A history that grows, and what must be known of it. */
    private static final class History implements AutoCloseable {

        private final Random random;
        private final MemoryDisk disk = new MemoryDisk();
        private final Desk desk = Desk.open(disk);
        private final Desk slow;
        private final HandWorld world = new HandWorld(new SystemWorld(), new AtomicLong(), new ArrayList<>());
        private final Set<String> annulled = new HashSet<>();
        private final List<String> ids = new ArrayList<>();
        private final Map<String, Turned> views = new HashMap<>();
        private final MemoryView<TreeMap<String, Long>> model;
        /** What the balances were at each head. */
        private final Map<Long, Map<String, Long>> past = new TreeMap<>();

        History(long seed) {
            random = new Random(seed);
            slow = Desk.on(Bank.APPLICATION, new SmallPolls(desk.store(), 1 + random.nextInt(4)), 0);
            model = new MemoryView<>(MODEL, slow.in(world));
        }

        private <T> T any(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private BankCommand command() {
            return switch (random.nextInt(6)) {
                case 0 -> new Withdraw(any(ACCOUNTS), random.nextInt(1, 9));
                case 1 -> new Move(any(ACCOUNTS), any(ACCOUNTS), random.nextInt(1, 9));
                case 2 -> new Open(any(ACCOUNTS), "ann");
                default -> new Deposit(any(ACCOUNTS), random.nextInt(1, 9));
            };
        }

        void happen() {
            long before = desk.head();
            var id = "c" + before + "-" + ids.size();
            desk.send(id, command());
            for (long i = before; i < desk.head(); i++) {
                ids.add(id + "/" + (i - before));
            }
            past.put(desk.head(), balances());
        }

        void annul() {
            if (ids.isEmpty()) {
                return;
            }
            var some = new HashSet<String>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                some.add(any(ids));
            }
            new Annulling(desk.store(), Origin.of("test"), _ -> {})
                    .annul(Which.of(some.stream().map(EventId::new).toList()), "test", "at random");
            annulled.addAll(some);
            past.put(desk.head(), balances());
        }

        Map<String, Long> balances() {
            return balances(_ -> true);
        }

        Map<String, Long> balances(Predicate<BankEvent> counts) {
            var balances = new TreeMap<String, Long>();
            for (var event : desk.events()) {
                if (event.data() instanceof BankEvent happened && !annulled.contains(event.id().text())
                        && counts.test(happened)) {
                    add(balances, happened);
                }
            }
            balances.values().removeIf(cents -> cents == 0);
            return balances;
        }

        /** Without what waits behind something that cannot be borne. */
        Map<String, Long> bearable() {
            var waiting = new HashSet<String>();
            return balances(event -> switch (event) {
                case Deposited(String account, _) -> !waiting.contains(account);
                case Moved(String from, _, _) -> !waiting.contains(from);
                case Withdrawn(String account, long cents) -> {
                    if (cents == 3) {
                        waiting.add(account);
                    }
                    yield !waiting.contains(account);
                }
                case Opened _, Noted _ -> false;
            });
        }

        Turned view(Projection projection) {
            return views.computeIfAbsent(projection.name(), _ -> {
                var view = new SqlView(projection, slow.in(world), ViewDatabases.embedded(disk));
                world.started().clear();
                view.start();
                return new Turned(view, List.copyOf(world.started()));
            });
        }

        boolean step(Turned turned, boolean all) {
            world.clock().addAndGet(Duration.ofSeconds(2).toNanos());
            boolean moved = turned.lanes().getFirst().step();
            for (var lane : turned.lanes().subList(1, turned.lanes().size())) {
                moved |= (all || random.nextBoolean()) && lane.step();
            }
            assertThat(turned.view().progress().failure()).isNull();
            return moved;
        }

        void disturb(Projection projection) {
            if (random.nextInt(4) == 0) {
                view(projection).end();
                views.remove(projection.name());
            } else {
                step(view(projection), false);
            }
        }

        void compare(Projection projection, Map<String, Long> expected) {
            while (step(view(projection), true)) {} // to the head
            var found = ViewQuery.of(view(projection).view()).upTo(desk.store().head()).within(Duration.ZERO)
                    .list("select * from plain where cents <> 0",
                            row -> Map.entry(row.text("account"), row.number("cents")));
            assertThat(found).as(projection.name()).containsExactlyInAnyOrderElementsOf(expected.entrySet());
        }

        void compareStates(Map<String, Long> expected) {
            for (var account : ACCOUNTS) {
                long cents = expected.getOrDefault(account, 0L);
                assertThat(desk.balance(account)).as("hot " + account).isEqualTo(cents);
                assertThat(slow.balance(account)).as("cold " + account).isEqualTo(cents);
            }
        }

        void compareModel(Map<String, Long> expected) {
            while (model.step()) {} // to the head
            assertThat(model.progress().failure()).isNull();
            var found = MemoryQuery.of(model).upTo(desk.store().head()).within(Duration.ZERO).read(TreeMap::new);
            found.values().removeIf(cents -> cents == 0);
            assertThat(found).as("model").isEqualTo(expected);
        }

        void comparePast() {
            past.forEach((head, expected) -> {
                var at = Past.at(slow.in(world), slow.folder(), new Position(desk.store().lineage(), head));
                for (var account : ACCOUNTS) {
                    assertThat(at.read(Bank.BALANCE, account)).as("%s at %d", account, head)
                            .isEqualTo(expected.getOrDefault(account, 0L));
                }
            });
        }

        @Override
        public void close() {
            views.values().forEach(Turned::end);
            model.ended();
            desk.close();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_is_annulled_all_is_as_if_it_had_never_been(long seed) {
        var projections = List.of(PLAIN, REBUILT, MIXED, UNDOING);
        try (var history = new History(seed)) {
            for (int i = 0; i < 120; i++) {
                switch (history.random.nextInt(11)) {
                    case 0, 1, 2 -> history.happen();
                    case 3 -> history.annul();
                    case 4 -> history.model.step();
                    case 5 -> history.compareStates(history.balances());
                    case 6 -> history.disturb(LANES);
                    case 7 -> history.disturb(UNLUCKY);
                    default -> history.disturb(history.any(projections));
                }
                if (i % 40 == 39) {
                    var expected = history.balances();
                    projections.forEach(projection -> history.compare(projection, expected));
                    history.compare(UNLUCKY, history.bearable());
                    history.compare(LANES, history.balances(event -> !(event instanceof Moved)));
                    history.compareModel(expected);
                }
            }
            history.comparePast();
            assertThat(history.annulled).isNotEmpty();
        }
    }
}
