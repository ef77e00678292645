// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Lineage;
import io.thence.Projection;
import io.thence.ThenceException.PartStopped;
import io.thence.store.Claim;
import io.thence.world.Disk;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * The H2 database of one projection: its tables, and the checkpoint that commits with them. It is derived and may be
 * thrown away at any time. H2 does not flush on commit; {@link #sync} does, and what is lost with the machine's power
 * is built again from the log. H2 writes no trace file: it would have the values of statements that failed.
 */
final class ViewDatabase implements AutoCloseable {

    private static final String OPTIONS = ";WRITE_DELAY=0;RETENTION_TIME=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";

    /** The folder of databases that lie in files. */
    static final String FOLDER = "views";

    private final Connection connection;
    private final String url;

    private ViewDatabase(Connection connection, String url) {
        this.connection = connection;
        this.url = url;
    }

    /** The name of a projection's database: versions stand beside each other. */
    static String name(Projection projection) {
        return projection.name() + "-v" + projection.version();
    }

    /**
     * Opens the database, or makes it.
     *
     * @throws SQLException if it does not open, or a crash came while it was made: set it aside
     */
    static ViewDatabase open(Disk disk, Projection projection) throws SQLException {
        var url = disk.database(name(projection)) + OPTIONS;
        var connection = DriverManager.getConnection(url);
        try {
            connection.setAutoCommit(false);
            if (!connection.getMetaData().getTables(null, "PUBLIC", null, null).next()) {
                create(connection, projection);
            }
            return new ViewDatabase(connection, url).whole();
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void create(Connection connection, Projection projection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var table : projection.tables()) {
                execute(statement, table, projection);
            }
            statement.execute(
                    "create table thence_checkpoint (log varchar, epoch int, position bigint, event varchar)");
            statement.execute("insert into thence_checkpoint values ('', 0, 0, '')");
        }
        connection.commit();
    }

    private static void execute(java.sql.Statement statement, String sql, Projection projection) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new PartStopped("projection '" + projection.name() + "': its table cannot be made (" + e.getMessage()
                    + "): mend the statement", e);
        }
    }

    /** Each "create table" commits by itself: the checkpoint's row is made last, and says that all is there. */
    private ViewDatabase whole() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from thence_checkpoint")) {
            if (!rows.next() || rows.getInt(1) != 1) {
                throw new SQLException("it was left half made");
            }
            return this;
        }
    }

    Connection connection() {
        return connection;
    }

    /** The address for further connections. */
    String url() {
        return url;
    }

    /** Up to which event the tables are right. */
    Optional<Claim> claim() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select log, epoch, position, event from thence_checkpoint")) {
            if (!rows.next() || rows.getLong(3) == 0) {
                return Optional.empty();
            }
            var lineage = new Lineage(UUID.fromString(rows.getString(1)), rows.getInt(2));
            return Optional.of(new Claim(lineage, rows.getLong(3), rows.getString(4)));
        }
    }

    void claim(Claim claim) throws SQLException {
        try (var update = connection.prepareStatement(
                "update thence_checkpoint set log = ?, epoch = ?, position = ?, event = ?")) {
            update.setString(1, claim.lineage().log().toString());
            update.setInt(2, claim.lineage().epoch());
            update.setLong(3, claim.position());
            update.setString(4, claim.event());
            update.executeUpdate();
        }
    }

    /** Makes everything that is committed survive a loss of power. */
    void sync() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("checkpoint sync");
        }
        connection.commit();
    }

    /** Whether there is a file; a database in memory has none. */
    boolean isFile() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select database_path()")) {
            return rows.next() && rows.getString(1) != null;
        }
    }

    /**
     * Closes the database and writes its file anew, with nothing in it but what can be asked for: H2 leaves pages of
     * rows that were changed or deleted where they are.
     */
    void closeCompacted() throws SQLException {
        sync();
        try (var statement = connection.createStatement()) {
            statement.execute("shutdown compact");
        } finally {
            connection.close();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
