// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.view.sql.Databases;
import io.thence.world.Disk;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * Where projections keep their tables: beside the log, or on a server. What is in them is derived from the log, and may
 * be deleted at any time. Immutable; of one application at a time.
 */
public final class ViewDatabases {

    private static final int QUERIES_AT_ONCE = 10;

    private final Databases databases;
    private final int queriesAtOnce;

    private ViewDatabases(Databases databases, int queriesAtOnce) {
        this.databases = databases;
        this.queriesAtOnce = queriesAtOnce;
    }

    /** H2 databases on the disk that the log is on, one a projection. */
    public static ViewDatabases embedded(Disk disk) {
        return new ViewDatabases(Databases.embedded(disk), QUERIES_AT_ONCE);
    }

    /**
     * Schemas in a PostgreSQL database, one a projection, each named {@code owner}, an underscore and the projection
     * with its version.
     *
     * <p>Each lane of a projection keeps one connection of {@code source} for itself, and each query borrows one, no
     * more at a time than {@link #queriesAtOnce(int)} says: a pool must have room for both, and for the lanes again of
     * a projection that is built anew beside the one that answers. Give connections a {@code socketTimeout}: a server
     * that vanishes without a word is noticed by nothing else.
     *
     * @param owner what the names of its schemas begin with: another application in this database has another one
     * @throws IllegalArgumentException if {@code owner} is no word of at most 20 lower case letters and digits
     */
    public static ViewDatabases postgresql(DataSource source, String owner) {
        return new ViewDatabases(Databases.postgresql(source, owner), QUERIES_AT_ONCE);
    }

    /**
     * The same, where so many queries are answered by one projection's tables at the same time, each over a connection
     * of its own; more wait, as long as they may. The usual number is {@value #QUERIES_AT_ONCE}.
     *
     * @throws IllegalArgumentException if {@code most} is less than 1
     */
    public ViewDatabases queriesAtOnce(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("so many queries at once: " + most + "; say 1 or more");
        }
        return new ViewDatabases(databases, most);
    }

    int queriesAtOnce() {
        return queriesAtOnce;
    }

    Databases databases() {
        return databases;
    }

    /** Whether it is a server, that may not answer for a while. */
    public boolean isRemote() {
        return databases.isRemote();
    }

    /**
     * Deletes all of its databases that are not among {@code names}: their names.
     *
     * @throws io.thence.ThenceException.PartStopped if a server does not answer
     */
    public List<String> deleteAllBut(Collection<String> names) {
        return databases.deleteAllBut(names);
    }
}
