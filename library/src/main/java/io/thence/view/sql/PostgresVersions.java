// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Versions of rows that are old since a moment. The server takes them along to whatever it writes anew while a snapshot
 * from before may be looked through: one in this database, whatever its transaction has touched, or in a replica. It
 * reckons a snapshot to be as old as the oldest transaction that was writing when it was taken, in any database.
 *
 * @param next the first transaction that had not ended at that moment, nor any after it
 */
record PostgresVersions(PostgresConnections connections, String next) implements ViewDatabase.OldVersions {

    private static final String NOW = "select cast(pg_snapshot_xmax(pg_current_snapshot()) as text)";

    private static final String KEEPERS = """
            with moment as (select cast(cast(? as text) as xid8) as next),
                before as (select age(cast(next as xid)) as its_age from moment)
            select 'session ' || pid || ' of ' || coalesce(usename, backend_type) from pg_stat_activity, before
            where pid <> pg_backend_pid() and (age(backend_xid) > its_age
                or age(backend_xmin) > its_age and coalesce(datname, current_database()) = current_database())
            union all
            select 'replication slot ' || slot_name from pg_replication_slots, before where age(xmin) > its_age
            union all
            select 'transaction ' || pg_snapshot_xmin(pg_current_snapshot()) from moment
            where pg_snapshot_xmin(pg_current_snapshot()) < next
            limit 3""";

    /** Those that are old by now. */
    static PostgresVersions now(PostgresConnections connections) throws SQLException {
        return connections.each(connection -> {
            try (var statement = connection.createStatement(); var found = statement.executeQuery(NOW)) {
                found.next();
                return new PostgresVersions(connections, found.getString(1));
            }
        });
    }

    @Override
    public Optional<String> keptBy() throws SQLException {
        return connections.each(this::keepers);
    }

    private Optional<String> keepers(Connection connection) throws SQLException {
        var all = new ArrayList<String>();
        try (var query = connection.prepareStatement(KEEPERS)) {
            query.setString(1, next);
            try (var found = query.executeQuery()) {
                while (found.next()) {
                    all.add(found.getString(1));
                }
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", all));
    }
}
