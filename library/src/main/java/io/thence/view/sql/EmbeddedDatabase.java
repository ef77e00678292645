// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * An H2 database. H2 flushes when it is closed and not on commit: a database that is open when the machine loses its
 * power is built again from the log. H2 writes no trace file: it would have the values of statements that failed.
 */
final class EmbeddedDatabase implements ViewDatabase {

    private static final System.Logger LOG = System.getLogger(EmbeddedDatabase.class.getName());
    private static final String OPTIONS = ";WRITE_DELAY=0;RETENTION_TIME=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";

    private final String url;
    private final EmbeddedFile file;
    private Connection keeper;

    private EmbeddedDatabase(String url, EmbeddedFile file, Connection keeper) {
        this.url = url;
        this.file = file;
        this.keeper = keeper;
    }

    static EmbeddedDatabase open(EmbeddedFile file, Blueprint blueprint) throws SQLException {
        file.opening();
        var url = file.address() + OPTIONS;
        var connection = connect(url);
        try {
            if (!connection.getMetaData().getTables(null, "PUBLIC", null, null).next()) {
                Checkpoints.create(connection, blueprint);
            }
            Checkpoints.requireWhole(connection);
            return new EmbeddedDatabase(url, file, connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Connection connect(String url) throws SQLException {
        var connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public Dialect dialect() {
        return Dialect.H2;
    }

    @Override
    public Connection connect() throws SQLException {
        return connect(url);
    }

    @Override
    public void giveBack(Connection connection) {
        try (connection) {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection did not close in order", e);
        }
    }

    @Override
    public Readers readers(int most) {
        var pool = JdbcConnectionPool.create(url, "", "");
        pool.setMaxConnections(most);
        return new Pool(pool);
    }

    private record Pool(JdbcConnectionPool pool) implements Readers {

        @Override
        public <T> T ask(Question<T> question) throws SQLException {
            try (var connection = pool.getConnection()) {
                return question.ask(connection);
            }
        }

        @Override
        public void close() {
            pool.dispose();
        }
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    /** H2 closes a database whose file it could not read or write. */
    @Override
    public void reopen() throws SQLException {
        letGo();
        keeper = connect(url);
    }

    private void letGo() {
        try (var statement = keeper.createStatement()) {
            statement.execute("shutdown immediately");
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "a database did not close in order", e);
        }
    }

    /** Whatever is in its file: it need not be whole. */
    @Override
    public void empty(Blueprint blueprint) throws SQLException {
        letGo();
        file.delete();
        keeper = connect(url);
        Checkpoints.create(keeper, blueprint);
    }

    private boolean isInFile() throws SQLException {
        try (var statement = keeper.createStatement();
                var rows = statement.executeQuery("select database_path()")) {
            return rows.next() && rows.getString(1) != null;
        }
    }

    /** Nobody has a transaction there when it is written anew. */
    @Override
    public OldVersions oldVersions() {
        return Optional::empty;
    }

    /** H2 leaves pages of rows that were changed or deleted where they are. */
    @Override
    public void compact() throws SQLException {
        if (!isInFile()) {
            return; // nothing that could be written anew
        }
        try (var statement = keeper.createStatement()) {
            statement.execute("shutdown compact");
        } finally {
            keeper.close();
        }
        keeper = connect(url);
        file.flushFolder();
    }

    @Override
    public void close() throws SQLException {
        try (var statement = keeper.createStatement()) {
            if (isInFile()) {
                statement.execute("shutdown"); // also where a query that takes too long has it open still
            }
        } finally {
            keeper.close();
        }
        file.closed();
    }
}
