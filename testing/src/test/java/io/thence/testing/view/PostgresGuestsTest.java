// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.PartStopped;
import io.thence.run.AtRest;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.view.ViewDatabases;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Projections are guests of a server and of an application's pool: what they leave behind. */
class PostgresGuestsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @TempDir
    private Path data;

    @Test
    @Timeout(60)
    void a_person_forgotten_at_rest_is_cleared_from_the_files_of_the_server_at_the_next_start() throws Exception {
        var views = ViewDatabases.postgresql(POSTGRES.source(), "rest");
        try (var club = Thence.run(Club.APPLICATION, Engine.at(data).views(views))) {
            club.send(new Club.Join("ann@club.example"));
            club.send(new Club.Join("bob@club.example"));
            assertThat(Club.emails(club)).containsExactly("ann@club.example", "bob@club.example");
        }
        var file = file();
        AtRest.forget(Engine.at(data), new KeyValue("member", "ann@club.example"));
        assertThat(file()).as("nobody knows of the server").isEqualTo(file);
        try (var club = Thence.run(Club.APPLICATION, Engine.at(data).views(views))) {
            assertThat(Club.emails(club)).containsExactly("", "bob@club.example");
            for (int i = 0; i < 2_000 && file().equals(file); i++) { // until the table was written anew
                new SystemWorld().await(new Signal(), Duration.ofMillis(5));
            }
            assertThat(file()).isNotEqualTo(file);
        }
    }

    private static String file() throws SQLException {
        return POSTGRES.asked("select pg_relation_filepath('\"rest_members-v1\".members')").getFirst();
    }

    /** Gives connections of the server, and notes how each of them is when it comes back. */
    private record Pool(boolean autoCommit, AtomicBoolean refuses, List<String> given, AtomicInteger out) {

        Pool(boolean autoCommit) {
            this(autoCommit, new AtomicBoolean(), new CopyOnWriteArrayList<>(), new AtomicInteger());
        }

        private DataSource source() {
            var source = POSTGRES.source();
            source.setOptions("-c statement_timeout=50s");
            return (DataSource) Proxy.newProxyInstance(DataSource.class.getClassLoader(),
                    new Class<?>[] {DataSource.class}, (_, method, arguments) ->
                            method.getName().equals("getConnection") ? noting(source.getConnection())
                                    : method.invoke(source, arguments));
        }

        private Connection noting(Connection connection) throws SQLException {
            connection.setAutoCommit(autoCommit);
            out.incrementAndGet();
            return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                        if (method.getName().equals("setSchema") && refuses.get()) {
                            throw new SQLException("not today", "08006");
                        }
                        if (method.getName().equals("close") && !connection.isClosed()) {
                            out.decrementAndGet();
                            given.add(state(connection));
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        private static String state(Connection connection) throws SQLException {
            var how = connection.getAutoCommit() ? "each statement by itself" : "in a transaction";
            try (var statement = connection.createStatement(); var rows = statement.executeQuery(
                    "select current_setting('search_path') || ', ' || current_setting('statement_timeout')")) {
                rows.next();
                return rows.getString(1) + ", " + how;
            } catch (SQLException e) {
                return e + ", " + how;
            }
        }
    }

    private void allThatConnectionsAreFor(Pool pool) {
        var views = ViewDatabases.postgresql(pool.source(), "pool");
        try (var club = Thence.run(Club.APPLICATION, Engine.at(data).views(views))) {
            club.send(new Club.Join("ann@club.example"));
            assertThat(Club.emails(club)).containsExactly("ann@club.example");
            assertThatThrownBy(() -> club.query(Club.MEMBERS).list("select nothing", row -> row.text("nothing")))
                    .isInstanceOf(BadRequest.class);
            club.forget(Club.MEMBER, "ann@club.example");
            var rebuild = club.rebuild(Club.MEMBERS);
            assertThat(rebuild.await(LONG)).isTrue();
            rebuild.drop();
        }
        assertThat(pool.out()).as("all are back").hasValue(0);
        assertThat(pool.given()).hasSizeGreaterThan(5);
    }

    @Test
    void connections_go_back_to_the_pool_as_they_came() {
        var pool = new Pool(true);
        allThatConnectionsAreFor(pool);
        assertThat(pool.given()).containsOnly("\"$user\", public, 50s, each statement by itself");
    }

    /** Those that a lane has kept for itself are made as the driver makes them. */
    @Test
    void connections_that_came_in_a_transaction_go_back_in_another_one() {
        var pool = new Pool(false);
        allThatConnectionsAreFor(pool);
        assertThat(pool.given()).containsOnly("\"$user\", public, 50s, in a transaction",
                "\"$user\", public, 50s, each statement by itself");
    }

    @Test
    void a_connection_that_cannot_be_used_goes_back_too() {
        var pool = new Pool(true);
        pool.refuses().set(true);
        assertThatThrownBy(() -> allThatConnectionsAreFor(pool)).isInstanceOf(PartStopped.class)
                .hasMessageContaining("not today");
        assertThat(pool.out()).hasValue(0);
    }
}
