// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Projection;
import io.thence.run.AtRest;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.view.ViewDatabases;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** Projections are guests of a server and of an application's pool: what they leave behind. */
class PostgresGuestsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Key<String> MEMBER = Key.of("member").personal();

    record Join(String email) {}

    record Joined(String email) {}

    private static final Events<Joined> EVENTS = Events.of(Joined.class)
            .type("member.joined", Joined.class, MEMBER.of(Joined::email))
            .personal(Joined.class, MEMBER, "email");
    private static final Projection MEMBERS = Projection.sql("members", 1,
                    "create table members (member varchar primary key, email varchar)")
            .on(Joined.class, (db, e) -> db.row("members", db.filed(MEMBER)).set("email", e.email()))
            .onErased(MEMBER, (db, member) -> db.row("members", member).set("email", ""));
    private static final Application CLUB = Application.named("club").with(EVENTS, MEMBERS,
            Decider.of(Join.class, EVENTS).decide(join -> accept(new Joined(join.email()))));

    @TempDir
    private static Path server;

    private static PostgresServer postgres;

    @TempDir
    private Path data;

    @BeforeAll
    static void start() throws IOException {
        postgres = new PostgresServer(server);
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static List<String> emails(Thence club) {
        return club.query(MEMBERS).upTo(club.store().head()).within(LONG)
                .list("select email from members order by 1", row -> row.text("email"));
    }

    @Test
    @Timeout(60)
    void a_person_forgotten_at_rest_is_cleared_from_the_files_of_the_server_at_the_next_start() throws Exception {
        var views = ViewDatabases.postgresql(postgres.source(), "rest");
        try (var club = Thence.run(CLUB, Engine.at(data).views(views))) {
            club.send(new Join("ann@club.example"));
            club.send(new Join("bob@club.example"));
            assertThat(emails(club)).containsExactly("ann@club.example", "bob@club.example");
        }
        var file = file();
        AtRest.forget(Engine.at(data), new KeyValue("member", "ann@club.example"));
        assertThat(file()).as("nobody knows of the server").isEqualTo(file);
        try (var club = Thence.run(CLUB, Engine.at(data).views(views))) {
            assertThat(emails(club)).containsExactly("", "bob@club.example");
            while (file().equals(file)) { // until the table was written anew
                Thread.onSpinWait();
            }
        }
    }

    private static String file() throws SQLException {
        try (var connection = postgres.source().getConnection(); var statement = connection.createStatement();
                var rows = statement.executeQuery("select pg_relation_filepath('\"rest_members-v1\".members')")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void connections_go_back_to_the_pool_as_they_came() {
        var given = new CopyOnWriteArrayList<String>();
        try (var club = Thence.run(CLUB, Engine.at(data).views(ViewDatabases.postgresql(noting(given), "pool")))) {
            club.send(new Join("ann@club.example"));
            assertThat(emails(club)).containsExactly("ann@club.example");
            club.forget(MEMBER, "ann@club.example");
            var rebuild = club.rebuild(MEMBERS);
            assertThat(rebuild.await(LONG)).isTrue();
            rebuild.drop();
        }
        assertThat(given).hasSizeGreaterThan(5).containsOnly("\"$user\", public, each statement by itself");
    }

    /** Connections that say, before they are closed, how they are. */
    private static DataSource noting(List<String> given) {
        var source = postgres.source();
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
