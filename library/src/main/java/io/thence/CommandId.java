// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * What makes a command one and the same however often it is sent. Its events are numbered under it.
 *
 * @param text 1 to {@value #TEXT_MAX} characters
 */
public record CommandId(String text) {

    /** The longest id, in characters. */
    public static final int TEXT_MAX = 200;

    public CommandId {
        if (text.isEmpty() || text.length() > TEXT_MAX) {
            throw new IllegalArgumentException(
                    "a command id has 1 to " + TEXT_MAX + " characters, not " + text.length());
        }
    }

    /** The id of the command's event {@code ordinal}, from 0. */
    public EventId event(int ordinal) {
        return new EventId(text + "/" + ordinal);
    }

    @Override
    public String toString() {
        return text;
    }
}
