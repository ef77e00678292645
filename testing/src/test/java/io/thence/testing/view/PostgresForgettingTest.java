// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.thence.ThenceException.Behind;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.view.ViewDatabases;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Who is forgotten is in no file of a server's tables any more, whoever has transactions open there: it is not called
 * done before. The club's own user may see little of what others do.
 */
@Timeout(120)
class PostgresForgettingTest {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final String ANN = "ann@club.example";
    private static final String BOB = "bob@club.example";
    private static final String USER = "club";
    private static final String LOOK = "set transaction isolation level repeatable read; select 1";
    private static final String KEPT = "as long as a transaction is open that is older: end ";

    private final Warnings warnings = Warnings.listen();

    @TempDir
    private Path data;

    @BeforeAll
    static void user() throws SQLException {
        try (var connection = POSTGRES.source().getConnection()) {
            PostgresExtension.execute(connection, "create role club login");
            PostgresExtension.execute(connection, "grant create on database postgresforgettingtest to club");
            PostgresExtension.execute(connection, "grant create on schema public to club");
            PostgresExtension.execute(connection, "grant connect on database postgres to club");
        }
    }

    @AfterEach
    void listenNoMore() {
        warnings.close();
    }

    private static ViewDatabases views(String owner) {
        var source = POSTGRES.source();
        source.setUser(USER);
        return ViewDatabases.postgresql(source, owner);
    }

    private Thence run(String owner) {
        return Thence.run(Club.APPLICATION, Engine.at(data).views(views(owner)));
    }

    private static void join(Thence club) {
        club.send(new Club.Join(ANN));
        club.send(new Club.Join(BOB));
        assertThat(Club.emails(club)).containsExactly(ANN, BOB);
    }

    private static CompletableFuture<?> forgetting(Thence club) {
        return CompletableFuture.supplyAsync(() -> club.forget(Club.MEMBER, ANN));
    }

    /** A transaction that has done something, and stays open. */
    private static Connection open(String database, String user, String sql) throws SQLException {
        var source = POSTGRES.source();
        source.setDatabaseName(database.isEmpty() ? source.getDatabaseName() : database);
        source.setUser(user);
        var connection = source.getConnection();
        connection.setAutoCommit(false);
        for (var statement : sql.split(";", -1)) {
            PostgresExtension.execute(connection, statement);
        }
        return connection;
    }

    /** Whether a text is anywhere in the files of a schema's tables and indexes. */
    private static boolean isInFiles(String owner, String text) throws SQLException, IOException {
        try (var connection = POSTGRES.source().getConnection()) {
            PostgresExtension.execute(connection, "checkpoint"); // what is committed is in the files then
        }
        var files = POSTGRES.asked("select current_setting('data_directory') || '/' || pg_relation_filepath(c.oid)"
                + " from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = '" + owner
                + "_members-v1'");
        assertThat(files).as("tables and indexes").hasSizeGreaterThan(3);
        boolean found = false;
        for (var file : files) {
            found |= Files.readString(Path.of(file), StandardCharsets.ISO_8859_1).contains(text);
        }
        return found;
    }

    private static void assertIsGone(String owner) throws SQLException, IOException {
        assertThat(isInFiles(owner, ANN)).as("in a file").isFalse();
        assertThat(isInFiles(owner, BOB)).as("who is not forgotten").isTrue();
        assertThat(POSTGRES.asked("select attname || histogram_bounds from pg_stats where schemaname = '" + owner
                + "_members-v1' and tablename = 'members'")).as("what the planner knows").isNotEmpty()
                .noneMatch(known -> known.contains(ANN));
    }

    /** Whose transaction keeps old rows, by what it has done, and how it is named. */
    enum Older {
        LOOKS("", USER, LOOK, " of club"),
        STRANGER("", "postgres", LOOK, " of postgres"),
        WRITES("", USER, "create table elsewhere (i int)", " of club"),
        FAR("postgres", "postgres", "select pg_current_xact_id()", "transaction ");

        private final String database;
        private final String user;
        private final String sql;
        private final String named;

        Older(String database, String user, String sql, String named) {
            this.database = database;
            this.user = user;
            this.sql = sql;
            this.named = named;
        }
    }

    @ParameterizedTest
    @EnumSource
    void old_versions_of_rows_are_waited_for(Older by) throws Exception {
        var owner = by.name().toLowerCase(Locale.ROOT);
        try (var club = run(owner)) {
            join(club);
            try (var admin = POSTGRES.source().getConnection()) {
                PostgresExtension.execute(admin, "analyze");
            }
            CompletableFuture<?> forgetting;
            try (var older = open(by.database, by.user, by.sql)) {
                forgetting = forgetting(club);
                assertThat(warnings.next(KEPT)).contains(by.named);
                assertThat(Club.emails(club)).as("it answers meanwhile").containsExactly("", BOB);
                club.send(new Club.Join("cid@club.example"));
                assertThat(Club.emails(club)).as("and goes on").containsExactly("", BOB, "cid@club.example");
                assertThat(forgetting).isNotDone();
                assertThat(isInFiles(owner, ANN)).as("still there").isTrue();
                older.rollback();
            }
            forgetting.get(60, TimeUnit.SECONDS);
            assertIsGone(owner);
        }
    }

    @Test
    void who_looks_at_another_database_is_not_waited_for() throws Exception {
        try (var club = run("other"); var older = open("postgres", "postgres", LOOK)) {
            join(club);
            forgetting(club).get(60, TimeUnit.SECONDS);
            assertIsGone("other");
            older.rollback();
        }
    }

    @Test
    void what_is_not_done_when_it_ends_is_done_after_the_next_start() throws Exception {
        try (var older = open("", USER, LOOK)) {
            CompletableFuture<?> forgetting;
            try (var club = run("left")) {
                join(club);
                forgetting = forgetting(club);
                warnings.next(KEPT);
            }
            assertThatThrownBy(forgetting::join).isInstanceOf(CompletionException.class).cause()
                    .isInstanceOf(Stopped.class).hasMessageContaining("is done at its next start");
            assertThat(isInFiles("left", ANN)).isTrue();
            try (var club = run("left")) {
                warnings.next(KEPT);
                assertThat(Club.emails(club)).containsExactly("", BOB);
                assertThat(isInFiles("left", ANN)).isTrue();
                older.rollback();
                club.forget(Club.MEMBER, ANN); // again: it waits until nothing is left
                assertIsGone("left");
            }
        }
    }

    @Test
    void at_the_limit_it_says_what_is_in_the_way() throws Exception {
        var later = new AtomicLong();
        var engine = Engine.at(data);
        try (var older = open("", USER, LOOK);
                var club = Thence.run(Club.APPLICATION, new Engine(hastening(later), engine.disk(), engine.log(),
                        engine.hotStateBytes()).views(views("limit")))) {
            join(club);
            var forgetting = forgetting(club);
            warnings.next(KEPT);
            later.set(Duration.ofMinutes(11).toNanos());
            assertThatThrownBy(() -> forgetting.get(60, TimeUnit.SECONDS)).cause().isInstanceOf(Behind.class)
                    .hasMessageContainingAll("after 10 minutes it is not cleared from all read models (projection"
                            + " 'members' has finished", KEPT + "session ", "ask again");
            older.rollback();
            club.forget(Club.MEMBER, ANN);
            assertIsGone("limit");
        }
    }

    /** The real world, later by what is said. */
    private static World hastening(AtomicLong nanos) {
        var world = new SystemWorld();
        return (World) Proxy.newProxyInstance(World.class.getClassLoader(), new Class<?>[] {World.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("await") && arguments.length == 2
                            && ((Duration) arguments[1]).compareTo(Duration.ofMillis(50)) > 0) {
                        return world.await((Signal) arguments[0], Duration.ofMillis(50));
                    }
                    try {
                        var result = method.invoke(world, arguments);
                        return method.getName().equals("nanos") ? (Object) ((long) result + nanos.get()) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void a_table_that_others_use_is_tried_again_and_answers_meanwhile() throws Exception {
        try (var club = run("used")) {
            join(club);
            CompletableFuture<?> forgetting;
            try (var user = open("", USER, "lock table \"used_members-v1\".members in access share mode")) {
                forgetting = forgetting(club);
                warnings.next("its tables cannot be written anew while others use them");
                assertThat(Club.emails(club)).containsExactly("", BOB);
                club.send(new Club.Join("cid@club.example"));
                assertThat(Club.emails(club)).containsExactly("", BOB, "cid@club.example");
                assertThat(forgetting).isNotDone();
                user.rollback();
            }
            forgetting.get(60, TimeUnit.SECONDS);
            assertIsGone("used");
        }
    }

    @Test
    void a_table_of_another_owner_is_not_taken_for_cleared() throws Exception {
        try (var club = run("owned"); var admin = POSTGRES.source().getConnection()) {
            join(club);
            PostgresExtension.execute(admin, "alter table \"owned_members-v1\".members owner to postgres");
            PostgresExtension.execute(admin, "grant select, insert, update, delete on"
                    + " \"owned_members-v1\".members to club");
            assertThatThrownBy(() -> club.forget(Club.MEMBER, ANN)).isInstanceOf(PartStopped.class)
                    .hasStackTraceContaining("members\" is not written anew, which its owner alone may do");
            PostgresExtension.execute(admin, "alter table \"owned_members-v1\".members owner to club");
        }
        try (var club = run("owned")) {
            club.forget(Club.MEMBER, ANN);
            assertIsGone("owned");
        }
    }
}
