// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.world.Disk;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Where databases of projections are. For one thread at a time; what it opens says who may use it. */
public sealed interface Databases permits EmbeddedDatabases, PostgresDatabases {

    /** H2 databases on the disk that the log is on, one a projection. */
    static Databases embedded(Disk disk) {
        return new EmbeddedDatabases(disk);
    }

    /** Schemas in a PostgreSQL database whose names begin with {@code owner}, one a projection. */
    static Databases postgresql(DataSource source, String owner) {
        return new PostgresDatabases(new PostgresConnections(source), owner);
    }

    /**
     * Opens a database, or makes it.
     *
     * @throws SQLException                        if it does not open, or is not whole: set it aside
     * @throws io.thence.ThenceException.PartStopped if one of its tables cannot be made
     */
    ViewDatabase open(Blueprint blueprint) throws SQLException;

    /** Why it cannot have a database of that name; empty if it can. */
    Optional<String> objection(String name);

    /** Whether it is a server, that may not answer for a while. */
    boolean isRemote();

    /** Whether there is a database of that name. */
    boolean exists(String name) throws SQLException;

    /** Whether a database was left as nobody can rely on: drop it. */
    boolean isDoubtful(String name);

    /** Moves a database out of the way; one that was moved before is deleted. */
    void setAside(String name) throws SQLException;

    /** Deletes a database that nobody has open. */
    void drop(String name) throws SQLException;

    /** Deletes all of its databases that are not among {@code names}: their names. */
    List<String> deleteAllBut(Collection<String> names);
}
