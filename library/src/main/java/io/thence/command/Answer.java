// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Outcome;

/** What became of a command in a pass. */
sealed interface Answer {

    /** An outcome; {@link Outcome.Conflicted} if it is to be decided again. */
    record Came(Outcome outcome) implements Answer {}

    /** Something broke: its decider, a fold that it reads, or the store. */
    record Broke(Throwable failure) implements Answer {}

    /** The outcome; throws what broke. */
    default Outcome outcome() {
        return switch (this) {
            case Came(var outcome) -> outcome;
            case Broke(RuntimeException failure) -> throw failure;
            case Broke(Error failure) -> throw failure;
            case Broke(var failure) -> throw new AssertionError(failure);
        };
    }
}
