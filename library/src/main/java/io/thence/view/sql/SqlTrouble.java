// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure says of its cause, by the SQL state (ISO 9075; H2's own states are its error codes). */
public enum SqlTrouble {
    /** The event, or the code that handles it: it fails again however often it is tried. */
    EVENT,
    /** A statement took longer than the server lets it: of an event's, it is that event's fault. */
    SLOW,
    /** Two transactions waited for each other or for too long, or have no order: again, and it may pass. */
    DEADLOCK,
    /** The database is not there, or full, or damaged, or has another master: no event can be handled. */
    DATABASE;

    /** Connection, lack of resources, an operator's doing, the system, the server's own fault. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58", "XX");

    /** The server is a replica that only reads: its master may be another one now. */
    private static final String READ_ONLY = "25006";

    /** A statement took too long: it is of a class above. */
    private static final String TOO_LONG = "57014";

    /** H2: in and output, out of memory, damaged, closed. */
    private static final Set<String> H2 =
            Set.of("90028", "90030", "90031", "90098", "90108", "90121", "90067", "90007");

    private static final Set<String> DEADLOCKS = Set.of("40001", "40P01", "55P03", "HYT00");

    /** What {@code failure} says. */
    public static SqlTrouble of(Throwable failure) {
        return found(failure).map(SqlTrouble::of).orElse(EVENT);
    }

    private static SqlTrouble of(SQLException failure) {
        var state = failure.getSQLState();
        if (failure instanceof Checkpoints.CheckpointLost || failure instanceof SQLTransientConnectionException) {
            return DATABASE;
        }
        if (state == null || state.length() < 2) {
            return EVENT;
        }
        if (DEADLOCKS.contains(state)) {
            return DEADLOCK;
        }
        if (state.equals(TOO_LONG)) {
            return SLOW;
        }
        return state.equals(READ_ONLY) || CLASSES.contains(state.substring(0, 2)) || H2.contains(state)
                ? DATABASE : EVENT;
    }

    private static Optional<SQLException> found(@Nullable Throwable failure) {
        for (var at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }
}
