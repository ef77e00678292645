// SPDX-License-Identifier: Apache-2.0
package io.thence.inbox;

import io.thence.ThenceException.BadRequest;
import io.thence.world.RealThings;
import io.thence.world.SystemWorld;
import io.thence.world.Undeclared;
import io.thence.world.World;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * An inbox in a table of a database, beside the tables that effects change: a row for each message, under a unique key.
 * So a second one that handles a message at the same time waits for the first one's transaction, and then does nothing.
 * Tried on H2 and PostgreSQL; the SQL is the standard's.
 *
 * <p>A message is known for as long as the window says: {@link #keeping}. One that comes again after that is handled
 * again.
 *
 * <p>H2 does not flush when it commits: after a loss of power its tables may be older than what was said elsewhere.
 * Where that matters take PostgreSQL, or have H2 {@code CHECKPOINT SYNC}.
 *
 * <p>Immutable: each method that changes something returns a new value.
 */
public final class JdbcInbox implements Inbox<Connection> {

    /** The table where nothing else is said. */
    public static final String TABLE = "thence_inbox";

    private static final System.Logger LOG = System.getLogger(JdbcInbox.class.getName());
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,50}");
    private static final Duration AGE = Duration.ofDays(30);
    private static final long COUNT = 1_000_000;
    private static final long PRUNED_EACH = 200;

    /** SQLSTATE: a unique key has this value already. */
    private static final String NOT_UNIQUE = "23505";

    private final DataSource source;
    private final String table;
    private final Window window;
    private final World world;
    private final ConcurrentHashMap<String, AtomicLong> given = new ConcurrentHashMap<>();

    /** How long messages are known, and how many of a consumer. */
    private record Window(Duration age, long count) {}

    private JdbcInbox(DataSource source, String table, Window window, World world) {
        this.source = source;
        this.table = table;
        this.window = window;
        this.world = world;
    }

    /**
     * An inbox in the table {@value #TABLE} that knows a million messages of each consumer, for 30 days.
     *
     * @param source connections; the inbox takes one for each message, and gives it back
     */
    public static JdbcInbox in(DataSource source) {
        return new JdbcInbox(source, TABLE, new Window(AGE, COUNT), new SystemWorld());
    }

    /** The same, in another table: a plain name, in the schema that connections have. */
    public JdbcInbox table(String other) {
        if (!NAME.matcher(other).matches()) {
            throw new BadRequest("'" + other + "' is no plain name of a table: take letters, digits and _, 51 at most");
        }
        return new JdbcInbox(source, other, window, world);
    }

    /** The same, which knows messages no longer than {@code age}, and no more than the newest {@code most} of each. */
    public JdbcInbox keeping(Duration age, long most) {
        if (age.isNegative() || age.isZero() || most < 1) {
            throw new BadRequest("an inbox knows at least one message for some time: not " + most + " for " + age);
        }
        return new JdbcInbox(source, table, new Window(age, most), world);
    }

    /** The same, by the clock of {@code other}. */
    public JdbcInbox by(World other) {
        return new JdbcInbox(source, table, window, other);
    }

    /** Creates the table, if it is missing. */
    public void create() {
        alone(connection -> {
            execute(connection, "create table if not exists " + table + " (number bigint generated always as identity,"
                    + " consumer varchar(" + CONSUMER_MAX + ") not null, message varchar(" + Words.MESSAGE_MAX
                    + ") not null, handled_millis bigint not null, primary key (consumer, message))");
            execute(connection, "create index if not exists " + table + "_number on " + table + " (consumer, number)");
            return true;
        });
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public boolean once(String consumer, String message, Work<Connection> effect) {
        Words.check(consumer, message);
        if (given.computeIfAbsent(consumer, _ -> new AtomicLong()).getAndIncrement() % PRUNED_EACH == 0) {
            pruneIfPossible(consumer);
        }
        return alone(connection -> {
            if (handled(connection, consumer, message)) {
                return false;
            }
            effect.run(connection);
            return true;
        });
    }

    /** The message can be handled if this is not possible now. */
    private void pruneIfPossible(String consumer) {
        try {
            prune(consumer);
        } catch (Exception e) { // what a database throws comes through as it is
            LOG.log(System.Logger.Level.WARNING, "the inbox " + table + " has not forgotten what '" + consumer
                    + "' handled long ago; it is tried again after " + PRUNED_EACH + " more messages", e);
        }
    }

    private void use() {
        RealThings.used(source, "an inbox in a database, by " + source.getClass().getName());
    }

    /** Says whether what was done is to stay. */
    private interface Transaction {
        boolean run(Connection connection) throws Exception;
    }

    /** In a transaction of its own, which stays where {@code work} says so. */
    private boolean alone(Transaction work) {
        use();
        try (var connection = source.getConnection()) {
            boolean before = connection.getAutoCommit();
            connection.setAutoCommit(false);
            boolean stays = false;
            try {
                stays = work.run(connection);
                if (stays) {
                    connection.commit();
                }
                return stays;
            } catch (Throwable e) {
                stays = false;
                throw e;
            } finally {
                back(connection, stays, before);
            }
        } catch (Exception e) {
            throw Undeclared.of(e);
        }
    }

    /** Gives a connection back as it was; one that is broken is of no use to anybody, and says so itself. */
    private static void back(Connection connection, boolean stays, boolean autoCommit) {
        try {
            if (!stays) {
                connection.rollback();
            }
            connection.setAutoCommit(autoCommit);
        } catch (SQLException _) {
            // the transaction ends with its connection
        }
    }

    /**
     * Whether {@code consumer} has handled {@code message} before; if not, that it has from now on, as soon as the
     * caller's transaction commits. It waits for another transaction that handles the same message at this time.
     *
     * @param connection of the caller's, in a transaction of his own
     * @throws SQLException if the database says so: roll back
     * @throws BadRequest   if the connection commits by itself, so that the effect would not be in the transaction
     */
    public boolean handled(Connection connection, String consumer, String message) throws SQLException {
        Words.check(consumer, message);
        use();
        if (connection.getAutoCommit()) {
            throw new BadRequest("the connection commits each statement by itself, so what is handled and its effect"
                    + " would be two transactions: call setAutoCommit(false)");
        }
        var before = connection.setSavepoint();
        try (var insert = connection.prepareStatement(
                "insert into " + table + " (consumer, message, handled_millis) values (?, ?, ?)")) {
            insert.setString(1, consumer);
            insert.setString(2, Words.of(message, Words.MESSAGE_MAX));
            insert.setLong(3, world.now().toEpochMilli());
            insert.executeUpdate();
            connection.releaseSavepoint(before);
            return false;
        } catch (SQLException e) {
            if (!NOT_UNIQUE.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before); // the caller's transaction goes on
            return true;
        }
    }

    /**
     * Forgets the messages of {@code consumer} that are beyond the window; how many. {@link #once} does it before the
     * first message of a consumer that this value is given, and before each 200th one after that; {@link #handled} does
     * not.
     */
    public int prune(String consumer) {
        var pruned = new int[1];
        alone(connection -> {
            pruned[0] = deleted(connection, "consumer = ? and handled_millis < ?", consumer,
                    world.now().minus(window.age).toEpochMilli())
                    + deleted(connection, "consumer = ? and number <= (select number from " + table + " where consumer"
                            + " = ? order by number desc offset " + window.count + " rows fetch next 1 rows only)",
                            consumer, consumer);
            return true;
        });
        return pruned[0];
    }

    private int deleted(Connection connection, String which, Object... values) throws SQLException {
        try (var delete = connection.prepareStatement("delete from " + table + " where " + which)) {
            for (int i = 0; i < values.length; i++) {
                delete.setObject(i + 1, values[i]);
            }
            return delete.executeUpdate();
        }
    }
}
