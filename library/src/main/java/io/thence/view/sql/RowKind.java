// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What rows have in common that are written by the same statements.
 *
 * @param table   the table
 * @param keys    the columns of its primary key
 * @param changes the columns that change, and how
 */
record RowKind(String table, List<String> keys, List<RowChange.Change> changes) {

    /** Its columns, those of the key first. */
    List<String> columns() {
        return Stream.concat(keys.stream(), changes.stream().map(RowChange.Change::column)).toList();
    }

    /** Whether those of its columns for which there are {@code texts}, by {@code types}, are {@code columnsOfTexts}. */
    boolean areTexts(List<String> types, Set<String> texts, Set<String> columnsOfTexts) {
        var columns = columns();
        return IntStream.range(0, columns.size()).filter(i -> texts.contains(types.get(i)))
                .allMatch(i -> columnsOfTexts.contains(columns.get(i).toLowerCase(Locale.ROOT)));
    }

    /** One of them: the values of the key, and those of the changes. */
    record Row(List<Object> key, List<Object> values) {}
}
