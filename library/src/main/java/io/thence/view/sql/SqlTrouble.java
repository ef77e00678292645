// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** What a failure says of its cause, by the SQL state (ISO 9075; H2's own states are its error codes). */
public enum SqlTrouble {
    /** The event, or the code that handles it: it fails again however often it is tried. */
    EVENT,
    /** A statement took longer than the server lets it: of an event's, it is that event's fault. */
    SLOW,
    /** Two transactions waited for each other or for too long, or have no order: again, and it may pass. */
    DEADLOCK,
    /** The database is not there, or full, or has another master: no event can be handled. */
    DATABASE,
    /** What is in the database cannot be read any more: it must be made anew. */
    DAMAGED;

    /** Connection, lack of resources, an operator's doing, the system, the server's own fault. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58", "XX");

    /** The server is a replica that only reads: its master may be another one now. */
    private static final String READ_ONLY = "25006";

    /** A statement took too long: it is of a class above. */
    private static final String TOO_LONG = "57014";

    /** H2: in and output, out of memory, closed, or in use as long as one that has failed is not. */
    private static final Set<String> H2 =
            Set.of("90028", "90031", "90020", "90098", "90108", "90121", "90067", "90007");

    /** H2's file is corrupted. */
    private static final String CORRUPTED = "90030";

    /** What H2's files say where they are not what they were: its state is then that of any fault. */
    private static final Set<Integer> NOT_WHOLE = Set.of(DataUtils.ERROR_FILE_CORRUPT, DataUtils.ERROR_CHUNK_NOT_FOUND,
            DataUtils.ERROR_BLOCK_NOT_FOUND);

    private static final Set<String> DEADLOCKS = Set.of("40001", "40P01", "55P03", "HYT00");

    /** What {@code failure} says. */
    public static SqlTrouble of(Throwable failure) {
        if (causes(failure).anyMatch(SqlTrouble::isDamage)) {
            return DAMAGED;
        }
        if (causes(failure).anyMatch(SqlTrouble::isOfTheFile)) {
            return DATABASE;
        }
        return causes(failure).filter(SQLException.class::isInstance).map(SQLException.class::cast).findFirst()
                .map(SqlTrouble::of).orElse(EVENT);
    }

    /** It, what caused it, and what came with it: of a batch the cause is that of the next exception. */
    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> cause instanceof SQLException sql ? StreamSupport.stream(sql.spliterator(), false)
                        : Stream.of(cause));
    }

    /** Its other faults than those of transactions, whose numbers are higher: it closes the file then. */
    private static boolean isOfTheFile(Throwable cause) {
        return cause instanceof MVStoreException file && file.getErrorCode() < DataUtils.ERROR_TRANSACTION_CORRUPT;
    }

    private static boolean isDamage(Throwable cause) {
        return (cause instanceof MVStoreException file && NOT_WHOLE.contains(file.getErrorCode()))
                || (cause instanceof SQLException sql && CORRUPTED.equals(sql.getSQLState()));
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
}
