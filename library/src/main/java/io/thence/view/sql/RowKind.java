// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.util.List;

/**
 * What rows have in common that are written by the same statements.
 *
 * @param table   the table
 * @param keys    the columns of its primary key
 * @param changes the columns that change, and how
 */
record RowKind(String table, List<String> keys, List<RowChange.Change> changes) {

    /** One of them: the values of the key, and those of the changes. */
    record Row(List<Object> key, List<Object> values) {}
}
