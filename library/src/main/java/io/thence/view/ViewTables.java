// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.ThenceException.PartStopped;
import io.thence.event.Ports;
import io.thence.store.Claim;
import io.thence.view.lane.Target;
import io.thence.view.sql.Blueprint;
import io.thence.view.sql.BuiltBy;
import io.thence.view.sql.Checkpoints;
import io.thence.view.sql.Checkpoints.CheckpointLost;
import io.thence.view.sql.Databases;
import io.thence.view.sql.SqlTarget;
import io.thence.view.sql.SqlTrouble;
import io.thence.view.sql.ViewDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A view's database, and what each of its lanes writes to. For the view's thread, while no lane is in.
 *
 * @param readersMax how many may ask it at the same time
 */
record ViewTables(Blueprint blueprint, ViewDatabase database, int readersMax, List<SqlTarget> targets)
        implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ViewTables.class.getName());

    /**
     * Opens them. What does not open, or claims to have read what the log does not have, is set aside, and made anew.
     *
     * @throws PartStopped if that fails too, or a server does not answer
     */
    static ViewTables open(Blueprint blueprint, Ports ports, ViewDatabases place, ViewHandlers handlers) {
        var opening = new Opening(blueprint, ports, place, handlers);
        try {
            var opened = opening.opened();
            return opened.isPresent() ? opened.get()
                    : opening.opened().orElseThrow(() -> new SQLException("a new one does not open either"));
        } catch (SQLException e) {
            throw new PartStopped("projection '" + blueprint.projection() + "' has no database (" + e.getMessage()
                    + "): mend that and start again; nothing is lost", e);
        }
    }

    private record Opening(Blueprint blueprint, Ports ports, ViewDatabases place, ViewHandlers handlers) {

        private Databases databases() {
            return place.databases();
        }

        /** Empty if they cannot be used and were set aside. */
        private Optional<ViewTables> opened() throws SQLException {
            if (databases().isDoubtful(blueprint.name())) {
                warn("its database was open when the machine stopped, so what is in its file may be lost in part");
                databases().drop(blueprint.name());
            }
            ViewDatabase database;
            try {
                database = databases().open(blueprint);
            } catch (SQLException e) {
                return setAside("its database does not open", e);
            }
            var tables = new ViewTables(blueprint, database, place.queriesAtOnce(), new ArrayList<>());
            try {
                for (int i = 0; i < blueprint.lanes(); i++) {
                    tables.targets.add(new SqlTarget(ports.world(), database, i, handlers::handle));
                }
                var unusable = unusable(database);
                if (unusable.isPresent()) {
                    tables.close();
                    return setAside(unusable.get(), null);
                }
                tables.targets.forEach(SqlTarget::read);
                return Optional.of(tables);
            } catch (Target.OutOfReach e) {
                tables.close();
                return setAside("its database cannot be read",
                        e.getCause() instanceof SQLException sql ? sql : new SQLException(e));
            } catch (SQLException | RuntimeException e) {
                tables.close();
                throw e;
            }
        }

        /** Why it is of no use, if so; else it is written down what builds its rows. Nobody's writing ends by that. */
        private Optional<String> unusable(ViewDatabase database) throws SQLException {
            var connection = inReach(database::connect);
            try {
                var claims = inReach(() -> Checkpoints.claims(connection));
                var strange = claims.stream().filter(claim -> !claim.stands(ports.store())).findFirst();
                if (strange.isPresent()) {
                    return Optional.of("it has read up to position " + strange.get().position() + ", event "
                            + strange.get().event() + ", which this log does not have there");
                }
                var before = inReach(() -> BuiltBy.read(connection));
                if (before.isPresent() && claims.isEmpty() && !ViewCode.isSame(blueprint, before.get())) {
                    return Optional.of("its tables are others now, and have no rows yet");
                }
                long upTo = claims.stream().mapToLong(Claim::position).max().orElse(0);
                var now = before.map(was -> ViewCode.compare(blueprint, was, upTo)).orElse(blueprint.builtBy());
                int lanes = inReach(() -> Checkpoints.lanes(connection));
                if (lanes != blueprint.lanes()) {
                    return Optional.of("it has the checkpoints of " + lanes + " lanes, and there are "
                            + blueprint.lanes() + " now");
                }
                if (!before.equals(Optional.of(now))) {
                    now.write(connection);
                    connection.commit();
                }
                return Optional.empty();
            } finally {
                database.giveBack(connection);
            }
        }

        /** What is asked of a database. */
        @FunctionalInterface
        private interface Access<T> {
            T run() throws SQLException;
        }

        private static <T> T inReach(Access<T> access) {
            try {
                return access.run();
            } catch (SQLException e) {
                throw new Target.OutOfReach(e);
            }
        }

        private Optional<ViewTables> setAside(String why, @Nullable SQLException failure) throws SQLException {
            if (failure != null && databases().isRemote() && SqlTrouble.of(failure) != SqlTrouble.EVENT
                    && !(failure instanceof CheckpointLost)) {
                throw failure; // a server that does not answer
            }
            warn(why + (failure == null ? "" : " (" + failure.getMessage() + ")"));
            databases().setAside(blueprint.name());
            return Optional.empty();
        }

        private void warn(String why) {
            LOG.log(System.Logger.Level.WARNING, "projection " + blueprint.projection() + " is built anew: " + why);
        }
    }

    /** Connections to read with, for {@link #readersMax} who use them at the same time. */
    ViewDatabase.Readers readers() {
        return database.readers(readersMax);
    }

    /** Writes them anew, where all connections must be closed for that. */
    void compact() throws SQLException {
        targets.forEach(SqlTarget::close);
        try {
            database.compact();
        } catch (SQLException e) {
            if (SqlTrouble.of(e) == SqlTrouble.DEADLOCK) { // others use a table: the lanes go on meanwhile
                targets.forEach(SqlTarget::read);
            }
            throw e;
        }
        targets.forEach(SqlTarget::read);
    }

    /** Opens the database again, which has closed by itself. */
    void reopen() throws SQLException {
        targets.forEach(SqlTarget::close);
        database.reopen();
    }

    /** Empties them: no lane has read anything. */
    void empty() throws SQLException {
        targets.forEach(SqlTarget::close);
        database.empty(blueprint);
    }

    @Override
    public void close() throws SQLException {
        targets.forEach(SqlTarget::close);
        database.close();
    }

    /** Closes them since what was to use them has failed; another failure is added to that. */
    void closeAfter(RuntimeException why) {
        try {
            close();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }
}
