// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Row;
import io.thence.ThenceException.BadRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** A row of JDBC. */
final class ResultRow implements Row {

    private final ResultSet rows;

    ResultRow(ResultSet rows) {
        this.rows = rows;
    }

    private interface Read<T> {
        T from(ResultSet rows) throws SQLException;
    }

    private <T> T read(Read<T> read) {
        try {
            var value = read.from(rows);
            if (value == null || rows.wasNull()) {
                throw new BadRequest("a column that was asked for is null: use coalesce(..) in the query");
            }
            return value;
        } catch (SQLException e) {
            throw new BadRequest("a column cannot be read (" + e.getMessage() + "): check its name and type");
        }
    }

    @Override
    public String text(String column) {
        return read(row -> row.getString(column));
    }

    @Override
    public long number(String column) {
        return read(row -> row.getLong(column));
    }

    @Override
    public Instant instant(String column) {
        return read(row -> row.getObject(column, OffsetDateTime.class)).toInstant();
    }

    @Override
    public SequencedMap<String, Optional<Object>> columns() {
        try {
            var columns = new LinkedHashMap<String, Optional<Object>>();
            var known = rows.getMetaData();
            for (int i = 1; i <= known.getColumnCount(); i++) {
                columns.put(known.getColumnLabel(i).toLowerCase(Locale.ROOT), Optional.ofNullable(rows.getObject(i)));
            }
            return columns;
        } catch (SQLException e) {
            throw new BadRequest("the columns cannot be read (" + e.getMessage() + ")");
        }
    }
}
