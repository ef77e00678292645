// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.KeyValue;
import java.time.Instant;
import java.util.List;

/**
 * An event where it lies, before anything of it is decoded but what is asked for. Good until the reader goes on; who
 * keeps it takes {@link #event}. For the reader's thread.
 */
public interface EventView {

    /** Number of its position. */
    long number();

    /** Its stable name. */
    String type();

    /** The version that its data is of. */
    int version();

    /** When it happened: as was said, else when it was appended. */
    Instant time();

    /** What it is filed under; the first is its stream. */
    List<KeyValue> keys();

    /** Whether it is filed under {@code key}. */
    default boolean isUnder(KeyValue key) {
        return keys().contains(key);
    }

    /** An array that holds its data, JSON in UTF-8; not to be changed. */
    byte[] bytes();

    /** Where in {@link #bytes} its data starts. */
    int offset();

    /** How many bytes its data has. */
    int length();

    /** The event, to keep. */
    StoredEvent event();
}
