// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Outcome;

/** What became of a command in a pass. */
sealed interface Answer {

    /** An outcome; {@link Outcome.Conflicted} if it is to be decided again. */
    record Came(Outcome outcome) implements Answer {}

    /** The store had nothing against it, but against another of its pass: it is to be decided again. */
    record Withheld() implements Answer {}

    /** Something broke: its decider, a fold that it reads, or the store. */
    record Broke(Throwable failure) implements Answer {

        /** What broke, to be thrown; throws it where it is an error. */
        RuntimeException thrown() {
            return switch (failure) {
                case RuntimeException broken -> broken;
                case Error broken -> throw broken;
                default -> throw new AssertionError(failure);
            };
        }
    }

    /** The outcome; throws what broke. Not of what is withheld. */
    default Outcome outcome() {
        return switch (this) {
            case Came(var outcome) -> outcome;
            case Withheld() -> throw new IllegalStateException("what was withheld has no outcome yet");
            case Broke broke -> throw broke.thrown();
        };
    }
}
