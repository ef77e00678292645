// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Parked;
import io.thence.ThenceException.PartStopped;
import io.thence.store.Claim;
import io.thence.view.lane.Checkpoint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The checkpoints of a database's lanes, in tables of their own beside the projection's. */
public final class Checkpoints {

    private final Connection connection;
    private final int lane;
    private final String writer;
    private Checkpoint written = Checkpoint.NONE;

    /**
     * Those of one lane, over the connection that it writes with.
     *
     * @param writer who writes: only the last one that has {@link #read} may
     */
    public Checkpoints(Connection connection, int lane, String writer) {
        this.connection = connection;
        this.lane = lane;
        this.writer = writer;
    }

    /** Makes the tables of {@code blueprint} and those of the checkpoints. */
    static void create(Connection connection, Blueprint blueprint) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var table : blueprint.tables()) {
                execute(statement, table, blueprint);
            }
            BuiltBy.create(connection, blueprint.builtBy());
            statement.execute("create table thence_parked (lane int, key_name varchar, key_value varchar,"
                    + " position bigint, failure varchar, message varchar)");
            statement.execute("create table thence_annulled (lane int, position bigint)");
            statement.execute("create table thence_checkpoint (lane int, log varchar, epoch int, position bigint,"
                    + " event varchar, writer varchar, missed bigint)");
            for (int lane = 0; lane < blueprint.lanes(); lane++) {
                statement.execute("insert into thence_checkpoint values (" + lane + ", '', 0, 0, '', '', 0)");
            }
        }
        connection.commit();
    }

    /** What the lanes claim to have read; empty where none has read anything. Nobody's writing ends by that. */
    public static List<Claim> claims(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select log, epoch, position, event from thence_checkpoint")) {
            var found = new ArrayList<Claim>();
            while (rows.next()) {
                claim(rows).ifPresent(found::add);
            }
            return found;
        }
    }

    private static Optional<Claim> claim(ResultSet row) throws SQLException {
        if (row.getLong(3) == 0) {
            return Optional.empty();
        }
        var lineage = new Lineage(UUID.fromString(row.getString(1)), row.getInt(2));
        return Optional.of(new Claim(lineage, row.getLong(3), row.getString(4)));
    }

    private static void execute(Statement statement, String sql, Blueprint blueprint) throws SQLException {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            if (SqlTrouble.of(e) != SqlTrouble.EVENT) {
                throw e;
            }
            throw new PartStopped("projection '" + blueprint.projection() + "': its table cannot be made ("
                    + e.getMessage() + "): mend the statement", e);
        }
    }

    /** Where "create table" commits by itself, the rows of the checkpoints are made last, and say that all is there. */
    static void requireWhole(Connection connection) throws SQLException {
        if (lanes(connection) == 0) {
            throw new SQLException("it was left half made, or by another version");
        }
    }

    /** How many lanes have checkpoints; 0 where they are not what was written. */
    public static int lanes(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*), count(distinct lane) from thence_checkpoint")) {
            return rows.next() && rows.getInt(1) == rows.getInt(2) ? rows.getInt(1) : 0;
        }
    }

    /**
     * How far the lane has come, as the database says. From here on nobody else can write, once that is committed.
     *
     * @throws CheckpointLost if it is not there
     */
    public Checkpoint read() throws SQLException {
        return blamingNoEvent(() -> {
            takeOver();
            written = new Checkpoint(claim(), parked(), annulled(), missed());
            return written;
        });
    }

    private void takeOver() throws SQLException {
        try (var update = connection.prepareStatement("update thence_checkpoint set writer = ? where lane = ?")) {
            update.setString(1, writer);
            update.setInt(2, lane);
            if (update.executeUpdate() != 1) {
                throw new CheckpointLost("lane " + lane + " has no checkpoint: somebody has changed its tables", null);
            }
        }
    }

    /** What reads or writes a checkpoint. */
    @FunctionalInterface
    private interface Access<T> {
        T run() throws SQLException;
    }

    private static <T> T blamingNoEvent(Access<T> access) throws SQLException {
        try {
            return access.run();
        } catch (SQLException e) {
            throw e instanceof CheckpointLost || SqlTrouble.of(e) != SqlTrouble.EVENT ? e
                    : new CheckpointLost("its checkpoint cannot be read or written (" + e.getMessage() + ")", e);
        }
    }

    private Optional<Claim> claim() throws SQLException {
        try (var query = connection.prepareStatement(
                "select log, epoch, position, event from thence_checkpoint where lane = ?")) {
            query.setInt(1, lane);
            try (var rows = query.executeQuery()) {
                return rows.next() ? claim(rows) : Optional.empty();
            }
        }
    }

    private long missed() throws SQLException {
        try (var query = connection.prepareStatement("select missed from thence_checkpoint where lane = ?")) {
            query.setInt(1, lane);
            try (var rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    private Set<Long> annulled() throws SQLException {
        try (var query = connection.prepareStatement("select position from thence_annulled where lane = ?")) {
            query.setInt(1, lane);
            try (var rows = query.executeQuery()) {
                var found = new HashSet<Long>();
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
                return found;
            }
        }
    }

    private List<Parked> parked() throws SQLException {
        try (var query = connection.prepareStatement("select key_name, key_value, position, failure, message"
                + " from thence_parked where lane = ? order by position")) {
            query.setInt(1, lane);
            try (var rows = query.executeQuery()) {
                var found = new ArrayList<Parked>();
                while (rows.next()) {
                    found.add(new Parked(new KeyValue(rows.getString(1), decoded(rows.getString(2))), rows.getLong(3),
                            rows.getString(4), rows.getString(5)));
                }
                return found;
            }
        }
    }

    /**
     * Writes how far the lane has come, in the transaction at hand.
     *
     * @throws CheckpointLost if it is not where it was left, or not there at all: no event is to blame for that
     */
    public void write(Checkpoint next) throws SQLException {
        blamingNoEvent(() -> {
            if (!next.parked().equals(written.parked())) {
                writeParked(next.parked());
            }
            if (!next.annulled().equals(written.annulled())) {
                writeAnnulled(next.annulled());
            }
            writeClaim(next.claim(), next.missed());
            return next;
        });
    }

    /** The write of {@code next} is committed. */
    public void committed(Checkpoint next) {
        written = next;
    }

    /** Also where it is the same: others may have taken over. */
    private void writeClaim(Optional<Claim> claim, long missed) throws SQLException {
        long before = written.position();
        try (var update = connection.prepareStatement("update thence_checkpoint set log = ?, epoch = ?, position = ?,"
                + " event = ?, missed = ? where lane = ? and position = ? and writer = ?")) {
            update.setString(1, claim.map(at -> at.lineage().log().toString()).orElse(""));
            update.setInt(2, claim.map(at -> at.lineage().epoch()).orElse(0));
            update.setLong(3, claim.map(Claim::position).orElse(0L));
            update.setString(4, claim.map(Claim::event).orElse(""));
            update.setLong(5, missed);
            update.setInt(6, lane);
            update.setLong(7, before);
            update.setString(8, writer);
            if (update.executeUpdate() != 1) {
                throw new CheckpointLost("lane " + lane + ", left at position " + before + ", is another's now:"
                        + " somebody else writes to its tables", null);
            }
        }
    }

    private void writeAnnulled(Set<Long> annulled) throws SQLException {
        each("delete from thence_annulled where lane = ? and position = ?", written.annulled(), annulled);
        each("insert into thence_annulled values (?, ?)", annulled, written.annulled());
    }

    /** Runs a statement for each position that is in {@code some} and not in {@code others}. */
    private void each(String sql, Set<Long> some, Set<Long> others) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (long position : new TreeSet<>(some)) { // in the same order in every process
                if (!others.contains(position)) {
                    statement.setInt(1, lane);
                    statement.setLong(2, position);
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    /** PostgreSQL has no zero in its texts. */
    private static String encoded(String value) {
        return value.replace("%", "%25").replace("\0", "%00");
    }

    private static String decoded(String text) {
        return text.replace("%00", "\0").replace("%25", "%");
    }

    private void writeParked(List<Parked> parked) throws SQLException {
        var gone = new ArrayList<>(written.parked());
        gone.removeAll(parked);
        try (var delete = connection.prepareStatement(
                "delete from thence_parked where lane = ? and key_name = ? and key_value = ?")) {
            for (var one : gone) {
                delete.setInt(1, lane);
                delete.setString(2, one.key().key());
                delete.setString(3, encoded(one.key().value()));
                delete.addBatch();
            }
            delete.executeBatch();
        }
        var added = new ArrayList<>(parked);
        added.removeAll(written.parked());
        insert(added);
    }

    private void insert(List<Parked> added) throws SQLException {
        try (var insert = connection.prepareStatement("insert into thence_parked values (?, ?, ?, ?, ?, ?)")) {
            for (var one : added) {
                insert.setInt(1, lane);
                insert.setString(2, one.key().key());
                insert.setString(3, encoded(one.key().value()));
                insert.setLong(4, one.position());
                insert.setString(5, one.failure());
                insert.setString(6, one.message());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The checkpoint is not where it was left: another process writes to the same tables, or has moved them away. */
    public static final class CheckpointLost extends SQLException {
        private static final long serialVersionUID = 1L;

        CheckpointLost(String message, @Nullable SQLException cause) {
            super(message, cause);
        }
    }
}
