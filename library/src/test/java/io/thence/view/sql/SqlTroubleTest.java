// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.h2.mvstore.DataUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What states of PostgreSQL (its appendix A) and of H2 say of their cause. */
class SqlTroubleTest {

    @ParameterizedTest
    @CsvSource({
        "23505, EVENT", "42P01, EVENT", "22012, EVENT", "57014, SLOW",
        "40001, DEADLOCK", "40P01, DEADLOCK", "55P03, DEADLOCK", "HYT00, DEADLOCK",
        "08006, DATABASE", "53100, DATABASE", "53300, DATABASE", "57P01, DATABASE", "58030, DATABASE",
        "XX001, DATABASE", "25006, DATABASE", "90098, DATABASE", "90020, DATABASE", "90030, DAMAGED", "50000, EVENT"
    })
    void a_state_says_whose_fault_it_is(String state, SqlTrouble trouble) {
        assertThat(SqlTrouble.of(new SQLException("no", state))).isEqualTo(trouble);
        assertThat(SqlTrouble.of(new IllegalStateException(new SQLException("no", state)))).isEqualTo(trouble);
    }

    @Test
    void a_pool_that_has_no_connection_is_a_database_that_does_not_answer() {
        assertThat(SqlTrouble.of(new SQLTransientConnectionException("none left"))).isEqualTo(SqlTrouble.DATABASE);
        assertThat(SqlTrouble.of(new IllegalStateException("no number"))).isEqualTo(SqlTrouble.EVENT);
    }

    @Test
    void a_file_of_h2s_that_is_not_whole_says_so_in_any_state() {
        var corrupt = DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "chunk 36");
        assertThat(SqlTrouble.of(new SQLException("general", "50000", corrupt))).isEqualTo(SqlTrouble.DAMAGED);
        assertThat(SqlTrouble.of(corrupt)).isEqualTo(SqlTrouble.DAMAGED);
        var closed = DataUtils.newMVStoreException(DataUtils.ERROR_CLOSED, "closed");
        assertThat(SqlTrouble.of(new SQLException("general", "50000", closed))).isEqualTo(SqlTrouble.DATABASE);
    }
}
