// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Fold;
import io.thence.Outcome;
import io.thence.Send;
import io.thence.event.EventCodec;

/**
 * What one consumer sends and reads. Once it has read what is about persons, or a decider has that did not accept what
 * it sent, what an exception of the consumer says may name a person. From any thread.
 */
public final class ConsumerCommands {

    private final CommandPath path;
    private final EventCodec codec;
    private volatile boolean mayNamePersons;

    /** Those that go the way of {@code path}. */
    public ConsumerCommands(CommandPath path, EventCodec codec) {
        this.path = path;
        this.codec = codec;
    }

    /** Sends a command, again where another one came between, as {@link CommandPath#insist} does. */
    public Outcome insist(Object command, Send how) {
        boolean isAccepted = false;
        try {
            var outcome = path.insist(command, how);
            isAccepted = outcome instanceof Outcome.Accepted;
            return outcome;
        } finally {
            if (!isAccepted && !mayNamePersons && path.reads(command).stream().anyMatch(this::isOfPersons)) {
                mayNamePersons = true;
            }
        }
    }

    /** The state at the head. */
    public <K, S> S state(Fold<K, S> fold, K key) {
        if (isOfPersons(fold)) {
            mayNamePersons = true;
        }
        return path.state(fold, key);
    }

    /** Whether {@code fold} reads what is about persons. */
    public boolean isOfPersons(Fold<?, ?> fold) {
        return fold.steps().stream().anyMatch(step -> !codec.subjects(step.type()).isEmpty());
    }

    /** Whether what an exception says may name a person from here on. */
    public boolean mayNamePersons() {
        return mayNamePersons;
    }
}
