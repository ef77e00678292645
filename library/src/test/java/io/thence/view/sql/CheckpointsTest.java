// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.KeyValue;
import io.thence.Parked;
import io.thence.view.lane.Checkpoint;
import io.thence.view.sql.Checkpoints.CheckpointLost;
import io.thence.world.MemoryDisk;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whoever has read a lane's checkpoint last is its writer; all others find out, whatever they write. */
class CheckpointsTest {

    private static final Checkpoint PARKED = new Checkpoint(Optional.empty(),
            List.of(new Parked(new KeyValue("account", "a"), 7, "java.lang.Error", "no")), Set.of(3L), 5);

    private static final BuiltBy NOBODY = new BuiltBy("", Optional.empty());

    private ViewDatabase database;
    private Connection one;
    private Connection other;

    @BeforeEach
    void open() throws SQLException {
        database = Databases.embedded(new MemoryDisk()).open(new Blueprint("law", "law-v1", List.of(), 2, NOBODY));
        one = database.connect();
        other = database.connect();
    }

    @AfterEach
    void close() throws SQLException {
        database.giveBack(one);
        database.giveBack(other);
        database.close();
    }

    private static Checkpoints reading(Connection connection, int lane, String writer) throws SQLException {
        var checkpoints = new Checkpoints(connection, lane, writer);
        checkpoints.read();
        connection.commit();
        return checkpoints;
    }

    private static void write(Checkpoints checkpoints, Checkpoint next, Connection over) throws SQLException {
        checkpoints.write(next);
        over.commit();
        checkpoints.committed(next);
    }

    @Test
    void what_is_written_is_read() throws SQLException {
        write(reading(one, 0, "ann"), PARKED, one);
        assertThat(new Checkpoints(other, 0, "bob").read()).isEqualTo(PARKED);
        assertThat(new Checkpoints(other, 1, "bob").read()).isEqualTo(Checkpoint.NONE);
    }

    @Test
    void a_writer_whom_another_has_followed_finds_out_also_where_it_only_tries_again() throws SQLException {
        var ann = reading(one, 0, "ann");
        write(ann, PARKED, one);
        var bob = reading(other, 0, "bob");
        assertThatThrownBy(() -> ann.write(Checkpoint.NONE)).isInstanceOf(CheckpointLost.class)
                .hasMessageContaining("somebody else writes to its tables");
        one.rollback();
        write(bob, Checkpoint.NONE, other);
        assertThat(reading(one, 0, "ann").read()).isEqualTo(Checkpoint.NONE);
    }

    @Test
    void a_checkpoint_that_is_gone_is_lost_and_no_event_is_to_blame() throws SQLException {
        var ann = reading(one, 0, "ann");
        try (var statement = other.createStatement()) {
            statement.execute("drop table thence_checkpoint");
        }
        assertThatThrownBy(ann::read).isInstanceOf(CheckpointLost.class)
                .hasMessageContaining("its checkpoint cannot be read or written (");
        assertThatThrownBy(() -> ann.write(PARKED)).isInstanceOf(CheckpointLost.class);
        assertThatThrownBy(() -> new Checkpoints(one, 2, "ann").read()).isInstanceOf(CheckpointLost.class);
    }
}
