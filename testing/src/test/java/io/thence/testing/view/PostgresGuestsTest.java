// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.thence.KeyValue;
import io.thence.run.AtRest;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.view.ViewDatabases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

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
            while (file().equals(file)) { // until the table was written anew
                Thread.onSpinWait();
            }
        }
    }

    private static String file() throws SQLException {
        return POSTGRES.asked("select pg_relation_filepath('\"rest_members-v1\".members')").getFirst();
    }

    @Test
    void connections_go_back_to_the_pool_as_they_came() {
        var given = new CopyOnWriteArrayList<String>();
        var views = ViewDatabases.postgresql(noting(given), "pool");
        try (var club = Thence.run(Club.APPLICATION, Engine.at(data).views(views))) {
            club.send(new Club.Join("ann@club.example"));
            assertThat(Club.emails(club)).containsExactly("ann@club.example");
            club.forget(Club.MEMBER, "ann@club.example");
            var rebuild = club.rebuild(Club.MEMBERS);
            assertThat(rebuild.await(LONG)).isTrue();
            rebuild.drop();
        }
        assertThat(given).hasSizeGreaterThan(5).containsOnly("\"$user\", public, each statement by itself");
    }

    /** Connections that say, before they are closed, how they are. */
    private static DataSource noting(List<String> given) {
        var source = POSTGRES.source();
        return (DataSource) Proxy.newProxyInstance(DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class},
                (_, method, arguments) -> method.getName().equals("getConnection")
                        ? noting(source.getConnection(), given) : method.invoke(source, arguments));
    }

    private static Connection noting(Connection connection, List<String> given) {
        return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("close") && !connection.isClosed()) {
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
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("show search_path")) {
            rows.next();
            return rows.getString(1)
                    + (connection.getAutoCommit() ? ", each statement by itself" : ", in a transaction");
        }
    }
}
