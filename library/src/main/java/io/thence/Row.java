// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Instant;
import java.util.Optional;
import java.util.SequencedMap;

/** One row of an answer of SQL, its columns by name. Good until the next row. */
public interface Row {

    /** A text. */
    String text(String column);

    /** A whole number. */
    long number(String column);

    /** A moment, from a {@code timestamp with time zone}. */
    Instant instant(String column);

    /** All columns in the order of the query, by their names in lower case; empty where one is null. */
    SequencedMap<String, Optional<Object>> columns();
}
