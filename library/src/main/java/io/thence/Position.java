// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * A place in the order of all events of one store. It is the order in which events were committed: a reader that has
 * seen a position never sees anything new below it. Compare positions; do not calculate with them.
 *
 * @param lineage the log that gave it out
 * @param number  0 before the first event
 */
public record Position(Lineage lineage, long number) implements Comparable<Position> {

    /**
     * Compares two positions of one log.
     *
     * @throws IllegalArgumentException if they are of different logs
     */
    @Override
    public int compareTo(Position other) {
        if (!lineage.log().equals(other.lineage.log())) {
            throw new IllegalArgumentException("positions of two logs have no order: " + this + " and " + other);
        }
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return number + "@" + lineage;
    }
}
