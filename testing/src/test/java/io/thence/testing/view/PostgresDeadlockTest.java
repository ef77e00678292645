// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.thence.Application;
import io.thence.KeyValue;
import io.thence.Outcome;
import io.thence.Projection;
import io.thence.Send;
import io.thence.ThenceException.PartStopped;
import io.thence.event.Keying;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.view.Till.Sell;
import io.thence.testing.view.Till.Sold;
import io.thence.view.ViewDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Two transactions that wait for each other, in a real server: the one that it ends is tried again, once. */
class PostgresDeadlockTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Instant NOON = Instant.parse("2010-12-01T12:00:00Z");

    private static final int LOOKS_MAX = 1_000_000;

    /** Two tills that are in two lanes. */
    private static final String ONE = "t0";
    private static final String OTHER = IntStream.range(1, 100).mapToObj(i -> "t" + i)
            .filter(till -> lane(till) != lane(ONE)).findFirst().orElseThrow();

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final Warnings warnings = Warnings.listen();

    @TempDir
    private Path data;

    @AfterEach
    void listenNoMore() {
        warnings.close();
    }

    private static int lane(String till) {
        return Keying.lane(new KeyValue("till", till), Till.IN_LANES.lanes());
    }

    /** Connections that find a deadlock after {@code wait}, if it is there by then. */
    private static DataSource finding(String wait) {
        var source = POSTGRES.source();
        source.setOptions("-c deadlock_timeout=" + wait);
        return source;
    }

    /**
     * Changes two rows that all tills share; in between {@code meeting} runs, with the name of the till. A statement of
     * another text comes first, so that the first row is changed, and its lock held, by then.
     */
    private static Projection sharing(Consumer<String> meeting) {
        return Projection.sql("shared", 1, "create table rows_of_all (id int primary key, sales int)",
                        "insert into rows_of_all values (1, 0), (2, 0)")
                .on(Sold.class, (db, e) -> {
                    int first = e.till().equals(ONE) ? 1 : 2;
                    db.run("update rows_of_all set sales = sales + 1 where id = ?", first);
                    db.run("update rows_of_all set sales = sales + 1 where id = ? and sales >= 0", 3 - first);
                    meeting.accept(e.till());
                })
                .parallelBy(Till.TILL);
    }

    private Thence run(Projection projection, String owner) {
        return Thence.run(Till.with(projection),
                Engine.at(data).views(ViewDatabases.postgresql(finding("50ms"), owner)));
    }

    private static Outcome sell(Thence tills, String till) {
        return tills.send(new Sell(till, "i", 1, NOON), Send.as("sale-of-" + till));
    }

    private static List<Long> sales(Thence tills, Projection projection) {
        return tills.query(projection).upTo(tills.store().head()).within(LONG)
                .list("select sales from rows_of_all order by id", row -> row.number("sales"));
    }

    @Test
    void two_lanes_that_wait_for_each_other_are_put_in_order_and_nothing_is_lost_or_done_twice() {
        var handled = new ConcurrentHashMap<String, Integer>();
        var both = new CyclicBarrier(2);
        var projection = sharing(till -> {
            if (handled.merge(till, 1, Integer::sum) == 1) {
                meet(both); // each has its first row now, and wants the other's
            }
        });
        try (var tills = run(projection, "twolanes")) {
            sell(tills, ONE);
            sell(tills, OTHER);
            assertThat(sales(tills, projection)).containsExactly(2L, 2L);
            assertThat(handled.values()).as("one of them twice").containsExactlyInAnyOrder(1, 2);
            assertThat(warnings.with("deadlock")).singleElement().asString()
                    .containsPattern("(?s)projection 'shared', lane [0-3], has met a deadlock at event sale-of-t\\d+/0,"
                            + " position [12] .*: the 1 events of its transaction are written again");
        }
        try (var tills = run(projection, "twolanes")) {
            assertThat(sales(tills, projection)).containsExactly(2L, 2L);
        }
    }

    @Test
    void a_batch_that_meets_one_is_handled_again_as_a_whole_and_that_is_said_once() {
        try (var tills = Thence.run(Application.named("tills").with(Till.EVENTS, Till.SELLING), Engine.at(data))) {
            for (int i = 0; i < 20; i++) {
                tills.send(new Sell(i % 2 == 0 ? ONE : OTHER, "i", 1, NOON));
            }
        }
        var begun = ConcurrentHashMap.<String>newKeySet();
        var both = new CyclicBarrier(2);
        var projection = sharing(till -> {
            if (begun.add(till)) {
                meet(both); // each has a batch of ten
            }
        });
        try (var tills = run(projection, "batches")) {
            assertThat(sales(tills, projection)).containsExactly(20L, 20L);
            assertThat(warnings.with("deadlock")).singleElement().asString()
                    .contains("the 10 events of its transaction are written again, one by one, once");
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the other one does not come", e);
        }
    }

    /** Another program, which changes the two rows the other way round. It never looks for a deadlock itself. */
    private record Stranger(Connection connection) {

        void change(int row) throws SQLException {
            try (var statement = connection.createStatement()) {
                statement.execute("update \"stranger_shared-v1\".rows_of_all set sales = sales where id = " + row);
            }
        }
    }

    @Test
    void a_deadlock_that_comes_twice_stops_the_view_and_is_named() throws Exception {
        var atFirst = new CyclicBarrier(2);
        var rounds = new AtomicInteger();
        var mended = new CountDownLatch(1);
        var projection = sharing(_ -> {
            if (mended.getCount() > 0) {
                rounds.incrementAndGet();
                meet(atFirst); // the lane has row 1, and the stranger row 2
                untilSomebodyWaits();
            }
        });
        try (var tills = run(projection, "stranger"); var connection = finding("1h").getConnection();
                var threads = Executors.newSingleThreadExecutor()) {
            connection.setAutoCommit(false);
            var stranger = new Stranger(connection);
            var disturbing = threads.submit(() -> {
                for (int round = 0; round < 2; round++) {
                    stranger.change(2);
                    meet(atFirst);
                    stranger.change(1);
                    connection.rollback();
                }
                return true;
            });
            var outcome = sell(tills, ONE);
            assertThatThrownBy(() -> tills.query(projection).after(outcome).within(LONG).visibility())
                    .isInstanceOf(PartStopped.class)
                    .hasMessageContainingAll("projection 'shared' has stopped at event sale-of-t0/0, position 1",
                            "two transactions waited for each other twice: let no two lanes"
                                    + " change the same rows, nor other programs", "nothing is lost");
            assertThat(done(disturbing)).isTrue();
            assertThat(rounds).hasValue(2);
            assertThat(warnings.with("deadlock")).as("it is retried").satisfiesExactly(first -> assertThat(first)
                    .contains("projection 'shared', lane " + lane(ONE) + ", has met a deadlock"));
            assertThat(warnings.with("projection 'shared' has stopped")).as("and it stops").hasSize(1);
        }
        mended.countDown();
        try (var tills = run(projection, "stranger")) {
            assertThat(sales(tills, projection)).containsExactly(1L, 1L);
        }
    }

    private static boolean done(Future<Boolean> task) throws Exception {
        try {
            return task.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the stranger failed", e);
        }
    }

    /** Asks the server until some transaction waits for a lock. */
    private static void untilSomebodyWaits() {
        try (var connection = POSTGRES.source().getConnection(); var statement = connection.createStatement()) {
            for (int i = 0; i < LOOKS_MAX; i++) {
                try (var rows = statement.executeQuery("select 1 from pg_locks where not granted")) {
                    if (rows.next()) {
                        return;
                    }
                }
            }
            throw new AssertionError("nobody waits for a lock");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
