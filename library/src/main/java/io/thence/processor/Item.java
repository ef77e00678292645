// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.store.StoredEvent;

/**
 * An event that is to be handled.
 *
 * @param event  the event
 * @param key    what it is handled under
 * @param origin where it comes from
 */
record Item(StoredEvent event, KeyValue key, Origin origin) {

    /** Where an event comes from. */
    enum Origin {
        /** From the log, for the first time: the checkpoint leaves it open. */
        LOG,
        /** From the queue of a key that is to go on: the checkpoint has passed it. */
        QUEUE,
        /** From the queue of a key that is handled again: the checkpoint has passed it. */
        QUEUE_AGAIN,
        /** From the log, once more: the checkpoint has passed it. */
        AGAIN
    }

    /** Whether the consumer was told to come to it again. */
    boolean isAgain() {
        return origin == Origin.AGAIN || origin == Origin.QUEUE_AGAIN;
    }

    long position() {
        return event.number();
    }

    /** The memory that it takes, about. */
    long bytes() {
        return 200L + event.data().length;
    }
}
