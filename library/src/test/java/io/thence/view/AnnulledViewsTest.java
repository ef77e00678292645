// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.EventId;
import io.thence.MemoryProjection;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ThenceException.Behind;
import io.thence.ThenceException.PartStopped;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent.Booked;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Withdrawn;
import io.thence.bank.Desk;
import io.thence.bank.MovedWorld;
import io.thence.bank.PassingStore;
import io.thence.bank.PassingWorld;
import io.thence.bank.SmallPolls;
import io.thence.command.Annulling;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.Query;
import io.thence.view.sql.ViewDatabases;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A view follows annulments: it undoes what it has taken in, or begins again, and passes over what lies ahead. */
class AnnulledViewsTest {

    private static final Projection PLAIN = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0, undone int default 0)")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents()))
            .on(Withdrawn.class, (db, e) -> db.row("balances", e.account()).add("cents", -e.cents()));
    private static final Projection UNDOING = PLAIN.onAnnulled(Booked.class,
            (db, e) -> db.row("balances", db.filed(Bank.ACCOUNT)).add("undone", 1)
                    .add("cents", e instanceof Deposited ? -e.cents() : e.cents()));
    private static final Projection REBUILT = PLAIN.rebuildOnAnnul();

    private static final MemoryProjection<Map<String, Long>> MODEL =
            Projection.<Map<String, Long>>inMemory("model", TreeMap::new)
                    .on(Deposited.class, (model, e) -> model.merge(e.account(), e.cents(), Long::sum));

    private final AtomicLong nanos = new AtomicLong();
    private final MemoryDisk disk = new MemoryDisk();
    private final Desk desk = Desk.open(disk);
    /** The same, where a step of a view takes one event. */
    private final Desk slow = Desk.on(Bank.APPLICATION, new SmallPolls(desk.store(), 1), 0);

    @AfterEach
    void close() {
        desk.close();
    }

    private void annul(String... ids) {
        new Annulling(desk.store(), Origin.of("test"), _ -> {})
                .annul(Stream.of(ids).map(EventId::new).toList(), "anna", "by mistake");
    }

    private SqlView view(Projection projection) {
        return new SqlView(projection, slow.in(new MovedWorld(nanos)), ViewDatabases.embedded(disk));
    }

    private boolean step(SqlView view) {
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        boolean moved = view.step();
        for (var lane : view.furtherLanes()) {
            moved |= lane.step();
        }
        assertThat(view.progress().failure()).isNull();
        return moved;
    }

    private void run(SqlView view) {
        while (step(view)) {} // to the head
    }

    private static List<String> balances(SqlView view) {
        return balances(view, Duration.ZERO);
    }

    private static List<String> balances(SqlView view, Duration limit) {
        return ViewQuery.of(view).within(limit).list("select * from balances order by account", row ->
                row.text("account") + " " + row.number("cents") + " undone " + row.number("undone"));
    }

    private void bookings() {
        desk.send("c1", new Deposit("a", 5));
        desk.send("c2", new Deposit("b", 7));
        desk.send("c3", new Withdraw("a", 2));
        desk.send("c4", new Deposit("a", 40));
    }

    @Test
    void what_was_taken_in_is_undone() {
        bookings();
        var view = view(UNDOING);
        run(view);
        annul("c1/0", "c3/0");
        run(view);
        assertThat(balances(view)).containsExactly("a 40 undone 2", "b 7 undone 0");
        view.ended();
    }

    @Test
    void what_lies_ahead_is_passed_over() {
        bookings();
        annul("c1/0");
        for (var projection : List.of(UNDOING, REBUILT, PLAIN)) {
            var view = view(projection);
            run(view);
            assertThat(balances(view)).containsExactly("a 38 undone 0", "b 7 undone 0");
            view.ended();
            disk.setAside("balances-v1");
        }
    }

    /** How many events the database says are passed over. */
    private static long passedOver(SqlView view) throws SQLException {
        return view.readers().ask(Duration.ZERO, connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select count(*) from thence_annulled")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    @Test
    void what_was_passed_over_is_known_after_a_stop_before_its_annulment() throws SQLException {
        bookings();
        annul("c1/0");
        for (var projection : List.of(UNDOING, REBUILT)) {
            var view = view(projection);
            step(view);
            step(view);
            view.ended();
            var second = view(projection);
            assertThat(second.progress().upTo()).isEqualTo(2);
            assertThat(passedOver(second)).isOne();
            run(second);
            assertThat(second.progress().upTo()).isEqualTo(5);
            assertThat(passedOver(second)).as("it has met the annulment").isZero();
            assertThat(balances(second)).containsExactly("a 38 undone 0", "b 7 undone 0");
            second.ended();
            disk.setAside("balances-v1");
        }
    }

    @Test
    void what_was_taken_in_before_a_stop_is_undone_after_it() {
        bookings();
        var view = view(UNDOING);
        step(view);
        step(view);
        view.ended();
        annul("c1/0", "c4/0");
        var second = view(UNDOING);
        run(second);
        assertThat(balances(second)).as("c1 was in the tables, c4 was not").containsExactly("a -2 undone 1",
                "b 7 undone 0");
        second.ended();
    }

    @Test
    void what_nothing_undoes_is_built_anew() {
        bookings();
        for (var projection : List.of(REBUILT, PLAIN)) {
            disk.setAside("balances-v1");
            var view = view(projection);
            run(view);
            var id = projection.equals(REBUILT) ? "c1/0" : "c2/0";
            annul(id);
            assertThat(step(view)).as("it has seen the annulment, and begun again").isTrue();
            assertThat(view.isRebuilding()).isTrue();
            assertThatThrownBy(() -> balances(view)).isInstanceOf(Behind.class)
                    .hasMessageContaining("and is rebuilding");
            run(view);
            assertThat(balances(view)).containsExactlyElementsOf(projection.equals(REBUILT)
                    ? List.of("a 38 undone 0", "b 7 undone 0") : List.of("a 38 undone 0"));
            view.ended();
            var again = view(projection);
            assertThat(again.progress().upTo()).as("it need not be built once more").isEqualTo(desk.head());
            again.ended();
        }
    }

    @Test
    void who_asks_meanwhile_is_answered_from_the_new_tables() throws Exception {
        bookings();
        var view = view(REBUILT);
        run(view);
        annul("c1/0");
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        long cents = view.readers().ask(Duration.ZERO, connection -> {
            assertThat(view.step()).as("somebody asks the old tables").isFalse();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select sum(cents) from balances")) {
                rows.next();
                return rows.getLong(1);
            }
        });
        assertThat(cents).isEqualTo(50);
        run(view);
        assertThat(balances(view)).containsExactly("a 38 undone 0", "b 7 undone 0");
        view.ended();
    }

    /** Who was let in before comes too late: the tables are empty when the gate opens. */
    @Test
    void who_waits_while_tables_are_made_anew_waits_until_they_are_full() {
        bookings();
        var first = new CountDownLatch(1);
        var turns = new ArrayDeque<Runnable>();
        var world = new PassingWorld() {
            @Override
            public World world() {
                return new MovedWorld(nanos);
            }

            @Override
            public boolean await(Signal signal, Duration timeout) {
                turns.remove().run();
                return true;
            }
        };
        var view = new SqlView(REBUILT, desk.in(world), ViewDatabases.embedded(disk));
        run(view);
        annul("c1/0");
        var inside = new CountDownLatch(1);
        var asking = Thread.ofVirtual().start(() -> {
            try {
                view.readers().ask(Duration.ofMinutes(1), _ -> {
                    inside.countDown();
                    await(first);
                    return 0;
                });
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        await(inside);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(view.step()).as("somebody is in the old tables").isFalse();
        turns.add(() -> {
            first.countDown();
            join(asking);
            assertThat(view.step()).as("it begins again").isTrue();
            assertThat(view.progress().upTo()).isZero();
        });
        turns.add(() -> run(view));
        assertThat(balances(view, Duration.ofMinutes(1))).containsExactly("a 38 undone 0", "b 7 undone 0");
        assertThat(turns).isEmpty();
        view.ended();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_event_that_comes_with_its_annulment_is_not_taken_in() {
        bookings();
        var view = new SqlView(REBUILT, desk.in(new MovedWorld(nanos)), ViewDatabases.embedded(disk));
        run(view);
        desk.send("c5", new Deposit("a", 1_000));
        annul("c5/0");
        run(view);
        assertThat(view.headAtStart()).as("it did not begin again").isEqualTo(4);
        assertThat(balances(view)).containsExactly("a 43 undone 0", "b 7 undone 0");
        view.ended();
    }

    @Test
    void an_event_that_a_view_does_not_read_does_not_disturb_it() {
        desk.send("n", new Note("x"));
        bookings();
        var view = view(PLAIN);
        run(view);
        annul("n/0");
        run(view);
        assertThat(view.progress().upTo()).isEqualTo(6);
        assertThat(balances(view)).containsExactly("a 43 undone 0", "b 7 undone 0");
        view.ended();
    }

    /** It bears no withdrawal. */
    private static final Projection UNLUCKY = UNDOING.on(Withdrawn.class, (_, _) -> {
        throw new IllegalStateException("no");
    });

    @Test
    void a_key_that_waits_for_what_is_annulled_waits_no_more() {
        bookings();
        var view = view(UNLUCKY);
        run(view);
        assertThat(view.parked()).extracting(parked -> parked.key() + " " + parked.position())
                .containsExactly("account/a 3");
        assertThat(balances(view)).containsExactly("a 5 undone 0", "b 7 undone 0");
        annul("c3/0");
        run(view);
        assertThat(view.parked()).isEmpty();
        assertThat(balances(view)).as("what waited is taken in").containsExactly("a 45 undone 0", "b 7 undone 0");
        view.ended();
    }

    @Test
    void what_is_annulled_of_what_waits_is_not_undone() {
        bookings();
        desk.send("c5", new Deposit("a", 100));
        var view = view(UNLUCKY);
        run(view);
        annul("c1/0", "c4/0");
        run(view);
        assertThat(balances(view)).as("c4 was not taken in").containsExactly("a 0 undone 1", "b 7 undone 0");
        view.ended();
        annul("c5/0");
        var mended = view(UNDOING);
        run(mended);
        assertThat(mended.parked()).isEmpty();
        assertThat(balances(mended)).containsExactly("a -2 undone 1", "b 7 undone 0");
        mended.ended();
    }

    @Test
    void what_cannot_be_undone_stops_the_view() {
        bookings();
        var failing = PLAIN.onAnnulled(Booked.class, (_, _) -> {
            throw new IllegalStateException("no");
        });
        var view = view(failing);
        run(view);
        annul("c1/0");
        while (view.progress().failure() == null) {
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            view.step();
        }
        assertThat(view.progress().failure()).isInstanceOf(PartStopped.class).hasMessageContaining(
                "what it annuls is not undone; mend it");
        view.ended();
        var mended = view(UNDOING);
        run(mended);
        assertThat(balances(mended)).containsExactly("a 38 undone 1", "b 7 undone 0");
        mended.ended();
    }

    @Test
    void each_lane_undoes_its_own() {
        var lanes = UNDOING.parallelBy(Bank.ACCOUNT);
        for (int i = 0; i < 8; i++) {
            desk.send("c" + i, new Deposit("account" + i, 1));
        }
        var view = view(lanes);
        run(view);
        annul("c1/0", "c2/0", "c3/0", "c4/0", "c5/0");
        run(view);
        assertThat(ViewQuery.of(view).upTo(desk.store().head()).list("select cents, undone from balances order by 1, 2",
                row -> row.number("cents") + " " + row.number("undone"))).containsExactly("0 1", "0 1", "0 1", "0 1",
                        "0 1", "1 0", "1 0", "1 0");
        view.ended();
    }

    @Test
    void all_lanes_begin_again_together() {
        var lanes = REBUILT.parallelBy(Bank.ACCOUNT);
        for (int i = 0; i < 8; i++) {
            desk.send("c" + i, new Deposit("account" + i, 1));
        }
        var view = view(lanes);
        run(view);
        annul("c1/0", "c5/0");
        run(view);
        assertThat(ViewQuery.of(view).upTo(desk.store().head()).list("select account from balances order by 1",
                row -> row.text("account"))).containsExactly("account0", "account2", "account3", "account4", "account6",
                        "account7");
        view.ended();
        var again = view(lanes);
        assertThat(again.progress().upTo()).isGreaterThan(8);
        again.ended();
    }

    private MemoryView<Map<String, Long>> model() {
        return new MemoryView<>(MODEL, slow.in(new MovedWorld(nanos)));
    }

    private static String now(MemoryView<Map<String, Long>> view) {
        return view.read(Object::toString);
    }

    private static void run(MemoryView<?> view) {
        while (view.step()) {
            assertThat(view.progress().failure()).isNull();
        }
    }

    @Test
    void a_model_is_made_anew_step_by_step_while_the_one_before_is_served() {
        bookings();
        var view = model();
        run(view);
        annul("c1/0");
        desk.send("c5", new Deposit("a", 100));
        assertThat(view.step()).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(view.step()).isTrue();
            assertThat(view.isRebuilding()).isTrue();
            assertThat(now(view)).isEqualTo("{a=45, b=7}");
            assertThatThrownBy(() -> MemoryQuery.of(view).within(Duration.ZERO)
                    .upTo(new Position(desk.store().lineage(), 5)).read(Object::toString))
                    .isInstanceOf(Behind.class).hasMessageContaining("and is rebuilding");
        }
        run(view);
        assertThat(view.isRebuilding()).isFalse();
        assertThat(view.progress().upTo()).isEqualTo(6);
        assertThat(now(view)).isEqualTo("{a=140, b=7}");
        view.ended();
    }

    @Test
    void who_is_forgotten_while_a_model_is_made_anew_waits_for_the_next_one() {
        bookings();
        var view = model();
        run(view);
        annul("c1/0");
        view.step();
        view.step();
        var done = new Signal();
        var forgotten = desk.send("c5", new Deposit("a", 1)).position().number();
        view.clear(forgotten, done);
        long steps = 0;
        while (view.clearedUpTo() < forgotten) {
            assertThat(view.step()).isTrue();
            steps++;
        }
        assertThat(steps).as("one model was made to its end, and another from the first event").isGreaterThan(8);
        assertThat(now(view)).isEqualTo("{a=41, b=7}");
        view.ended();
    }

    @Test
    void what_is_annulled_while_a_model_is_made_anew_is_not_in_it_either() {
        bookings();
        var view = model();
        run(view);
        annul("c1/0");
        view.step();
        view.step();
        view.step();
        annul("c2/0");
        run(view);
        assertThat(now(view)).isEqualTo("{a=40}");
        view.ended();
    }

    /** It cannot be read any more. */
    private static final class Lost extends PassingStore {
        private long position;

        Lost(EventStore store) {
            super(store);
        }

        @Override
        public EventReader read(Query query, Position from, Direction direction) {
            return position > 0 && query.equals(Query.ALL) && from.number() == position - 1
                    ? Optional::empty : super.read(query, from, direction);
        }
    }

    @Test
    void what_is_gone_before_it_could_be_undone_stops_the_view() {
        bookings();
        var lost = new Lost(desk.store());
        var view = new SqlView(UNDOING, Desk.on(Bank.APPLICATION, lost, 0).in(new MovedWorld(nanos)),
                ViewDatabases.embedded(disk));
        run(view);
        annul("c1/0");
        lost.position = 1;
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        view.step();
        assertThat(view.progress().failure()).isInstanceOf(PartStopped.class).hasMessageContaining(
                "event c1/0, position 1, which is to be undone, was removed from the log")
                .hasMessageContaining("raise its version");
        view.ended();
    }
}
