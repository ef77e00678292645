// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * The tables of a projection, as its handlers write them. Changes of one row are merged over a whole batch of events;
 * statements of the same text go to the database as one batch. Each sees the changes that came before it, in the tables
 * that its text names and in those that foreign keys bind to them; what it reads through a view of SQL may not be
 * written yet. Rows are written after those that they refer to. Names of tables and columns may be any words.
 */
public interface Tables {

    /** The row of {@code table} with this primary key (its columns in order), which need not exist yet. */
    Row row(String table, Object... key);

    /** Runs a statement with its arguments. */
    void run(String sql, Object... arguments);

    /**
     * The value of {@code key} that the event at hand is filed under, as it is stored: for a personal key not the value
     * in clear, and the same before and after the person is forgotten. Name a person's rows by it.
     */
    String filed(Key<?> key);

    /**
     * Changes of one row. A row that does not exist is inserted, other columns with their defaults. A column that is
     * added to has the default 0 or none, one that keeps the least has none: else it would matter which change came
     * first.
     */
    interface Row {
        /** Adds to a number; 0 where the row is new. */
        Row add(String column, long n);

        /** Sets a column: the last one set wins. */
        Row set(String column, Object value);

        /** Keeps the least of all values; any value where the row is new. */
        Row least(String column, Object value);
    }
}
