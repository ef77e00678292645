// SPDX-License-Identifier: Apache-2.0
package io.thence;

import org.jspecify.annotations.Nullable;

/**
 * One value of a key: what an event is filed under, and what a reader asks for. Written {@code key/value}.
 *
 * @param key   the key's name, such as {@code order}
 * @param value the value as text, such as {@code 536365}; never empty
 */
public record KeyValue(String key, String value) implements Comparable<KeyValue> {

    /** The longest value, in characters. */
    public static final int VALUE_MAX = 1_000;

    public KeyValue {
        if (value.isEmpty() || value.length() > VALUE_MAX) {
            throw new IllegalArgumentException("a value of key '" + key + "' has 1 to " + VALUE_MAX
                    + " characters, not " + value.length() + ": check what the event is filed under");
        }
    }

    /**
     * The name of the key under which each event is filed that has a correlation id; a program's keys have no {@code
     * $}.
     */
    public static final String CORRELATION = "$correlation";

    /** What all events of the business {@code id} are filed under, beside the keys of their types. */
    public static KeyValue correlation(String id) {
        return new KeyValue(CORRELATION, id);
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if {@code text} has no slash between a name and a value
     */
    public static KeyValue parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a key's value: write KEY/VALUE, as in order/536365");
        }
        return new KeyValue(text.substring(0, slash), text.substring(slash + 1));
    }

    /** What a record has by itself, spelt out: that is slower by far where it is not inlined, as for each event. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof KeyValue(var otherKey, var otherValue) && value.equals(otherValue)
                && key.equals(otherKey));
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + value.hashCode();
    }

    @Override
    public int compareTo(KeyValue other) {
        int byKey = key.compareTo(other.key);
        return byKey != 0 ? byKey : value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return key + "/" + value;
    }
}
