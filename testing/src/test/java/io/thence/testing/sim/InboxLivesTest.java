// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Policy;
import io.thence.Reaction;
import io.thence.inbox.JdbcInbox;
import io.thence.run.Thence;
import io.thence.testing.sim.Shelves.PutThere;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is put on shelves is written to a database on another machine, with an inbox beside it, while the power goes and
 * processes end: each item is written once, in the order of its shelf, though many of its events are handled again.
 */
class InboxLivesTest {

    private static final int SEEDS = 100;
    private static final int ITEMS = 20;
    private static final Duration LONG = Duration.ofMinutes(30);

    private long handled;
    private long written;

    /** The database of one life, which outlives the machine. */
    private final class Books implements AutoCloseable {

        private final JdbcConnectionPool source;
        private final JdbcInbox inbox;
        private final Reaction reaction = Reaction.named("books")
                .policy(Policy.DEFAULT.attempts(8).resting(Duration.ofMillis(20), Duration.ofSeconds(1)).lanes(3))
                .on(PutThere.class, this::book);

        Books(long seed) throws SQLException {
            source = JdbcConnectionPool.create("jdbc:h2:mem:inbox-lives-" + seed + ";DB_CLOSE_DELAY=-1", "sa", "");
            inbox = JdbcInbox.in(source);
            inbox.create();
            execute("create table books (number bigint generated always as identity, shelf varchar, item varchar)");
        }

        private void execute(String sql) throws SQLException {
            try (var connection = source.getConnection(); var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        private void book(PutThere put, Reaction.Out out) {
            handled++;
            inbox.once("books", out.id("book").toString(), connection -> {
                try (var insert = connection.prepareStatement("insert into books (shelf, item) values (?, ?)")) {
                    insert.setString(1, put.shelf());
                    insert.setString(2, put.item());
                    written += insert.executeUpdate();
                }
            });
        }

        Simulator simulator() {
            return Shelves.withWriters(Simulator.of(Application.named("books").with(Shelves.EVENTS, Shelves.PUTTING,
                    reaction)).standIn(source).check(this::check), ITEMS, 2_000);
        }

        private void check(Thence thence) {
            assertThat(thence.await(reaction, thence.store().head(), LONG)).isTrue();
            assertThat(rows()).isEqualTo(Shelves.items(thence, Shelves.PUT));
        }

        private Map<String, List<String>> rows() {
            try (var connection = source.getConnection();
                    var query = connection.prepareStatement("select shelf, item from books order by number");
                    var found = query.executeQuery()) {
                var items = new TreeMap<String, List<String>>();
                while (found.next()) {
                    items.computeIfAbsent(found.getString(1), _ -> new ArrayList<>()).add(found.getString(2));
                }
                return items;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws SQLException {
            execute("shutdown");
            source.dispose();
        }
    }

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    @Test
    void what_is_handled_again_is_written_once() throws SQLException {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (var books = new Books(seed)) {
                books.simulator().run(seed);
            }
        }
        assertThat(handled).as("of %d that were written", written).isGreaterThan(written + written / 10);
    }
}
