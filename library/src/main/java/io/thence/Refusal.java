// SPDX-License-Identifier: Apache-2.0
package io.thence;

/** Why a command was refused. */
public sealed interface Refusal {

    /** The reason, for a person. */
    String reason();

    /**
     * The decider refused it.
     *
     * @param value a text, or a value of the type that the decider declares
     */
    record Decided(Object value) implements Refusal {
        @Override
        public String reason() {
            return value.toString();
        }
    }

    /** It would file an event under a key that has a tombstone. */
    record Tombstoned(KeyValue key) implements Refusal {
        @Override
        public String reason() {
            return key + " was closed for good by a tombstone: use another";
        }
    }

    /** It names more keys than one decision may read: split the command. */
    record TooManyKeys(int keys, int keysMax) implements Refusal {
        @Override
        public String reason() {
            return "the command reads " + keys + " keys, more than the " + keysMax + " of one decision: split it";
        }
    }
}
