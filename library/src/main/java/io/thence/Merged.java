// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * Two retired types whose events, where one command wrote both, are read as one event of today.
 *
 * @param first   the name of one of them in stored events
 * @param second  the name of the other one; which of the two was written first in a command does not matter
 * @param record  the record of the type of today
 * @param version the version of that type which {@code merge} makes
 * @param merge   makes it
 */
public record Merged(String first, String second, Class<?> record, int version, Merge merge) {

    /** Whether events that are stored under {@code name} are read with others as one. */
    public boolean isOf(String name) {
        return name.equals(first) || name.equals(second);
    }

    /** The name of what an event that is stored under {@code name}, one of the two, is read with. */
    public String other(String name) {
        return name.equals(first) ? second : first;
    }
}
