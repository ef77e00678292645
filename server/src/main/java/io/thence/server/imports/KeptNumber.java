// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.store.EventStore;
import io.thence.store.Finished;

/**
 * A number that a store keeps together with a batch, as a consumer's word; 0 until there is one. Token and position of
 * such a word may only grow, so the number is by how much the position is ahead.
 */
final class KeptNumber {

    private final String consumer;
    private long token;
    private long upTo;

    /** What {@code store} keeps under the name {@code consumer}, which nobody else writes. */
    KeptNumber(EventStore store, String consumer) {
        this.consumer = consumer;
        var checkpoint = store.checkpoint(consumer);
        token = checkpoint.token();
        upTo = checkpoint.upTo();
    }

    long now() {
        return upTo - token;
    }

    /** The word with which it is {@code number}; words that are made are appended in their order, or not at all. */
    Finished set(long number) {
        upTo = Math.max(upTo + 1, token + number);
        token = upTo - number;
        return new Finished(consumer, token, upTo);
    }
}
