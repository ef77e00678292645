// SPDX-License-Identifier: Apache-2.0
package io.thence;

/** How two events stand to each other: which can have led to the other. */
public sealed interface Causality {

    /** What is known. */
    enum Known implements Causality {
        /** The first led to the second, or could have: that came after it, and knew of it. */
        BEFORE,
        /** The second led to the first, or could have. */
        AFTER,
        /** Neither knew of the other. */
        CONCURRENT,
        /** They are one. */
        SAME;

        /** How the second stands to the first. */
        public Known turned() {
            return switch (this) {
                case BEFORE -> AFTER;
                case AFTER -> BEFORE;
                case CONCURRENT, SAME -> this;
            };
        }
    }

    /** It cannot be told, and why. */
    record Unknown(String why) implements Causality {}
}
