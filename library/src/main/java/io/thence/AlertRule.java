// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.Duration;
import java.util.Locale;

/**
 * When an {@link Alert} is raised: what must hold of the numbers of a key, as data. A window slides: it is kept in
 * slices, {@value #SLICES} at most, so what has left it counts for up to a thirtieth of the window less, never more.
 */
public sealed interface AlertRule {

    /** How many slices a window has at most: what is kept of a key is that many sums, however many events there are. */
    int SLICES = 60;

    /** How far back it looks. */
    Duration back();

    /** In words, for notices: {@code count in PT5M at least 3.0}. */
    String text();

    /**
     * A number is over, or under, a bound.
     *
     * @param aggregate what is made of the numbers in the window
     * @param window    how long it is; zero for {@link Aggregate#LATEST}, which looks at the last number alone
     * @param least     so many numbers must be in the window; with fewer there is nothing to compare
     * @param against   what is compared with the bound: the number, or how it has changed
     * @param bound     the bound
     */
    record Bounded(Aggregate aggregate, Duration window, long least, Against against, Bound bound)
            implements AlertRule {

        @Override
        public Duration back() {
            return against == Against.NOTHING ? window : window.multipliedBy(2);
        }

        @Override
        public String text() {
            return aggregate.words() + (window.isZero() ? "" : " in " + window) + against.words() + " " + bound;
        }
    }

    /**
     * No event for so long after the last one, once there was one.
     *
     * @param within how long
     */
    record Absent(Duration within) implements AlertRule {

        @Override
        public Duration back() {
            return within;
        }

        @Override
        public String text() {
            return "nothing for " + within;
        }
    }

    /** What is made of the numbers in a window. */
    enum Aggregate {
        /** How many there are. */
        COUNT,
        /** Their sum. */
        SUM,
        /** Their mean; of none there is none. */
        MEAN,
        /** The least; of none there is none. */
        MIN,
        /** The greatest; of none there is none. */
        MAX,
        /** Which part of them is of the kind that is looked for, from 0 to 1; of none there is none. */
        RATIO,
        /** The last one, however long ago. */
        LATEST;

        String words() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is compared with the bound. */
    enum Against {
        /** The number itself. */
        NOTHING(""),
        /** By how much it is more than in the window before. */
        BEFORE(", more than before by,"),
        /** By which part it is more than in the window before, 0.5 for half as much again; of nothing there is none. */
        PART_OF_BEFORE(", more than before by a part of,");

        private final String words;

        Against(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * A bound.
     *
     * @param side  on which side of it a number must be
     * @param value the bound
     */
    record Bound(Side side, double value) {

        /** Whether {@code number} is on that side. */
        public boolean holds(double number) {
            return switch (side) {
                case OVER -> number > value;
                case AT_LEAST -> number >= value;
                case UNDER -> number < value;
                case AT_MOST -> number <= value;
            };
        }

        @Override
        public String toString() {
            return side.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + value;
        }
    }

    /** On which side of a bound. */
    enum Side {
        /** More. */
        OVER,
        /** The same, or more. */
        AT_LEAST,
        /** Less. */
        UNDER,
        /** The same, or less. */
        AT_MOST
    }
}
