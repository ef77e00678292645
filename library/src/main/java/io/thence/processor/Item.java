// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.store.StoredEvent;

/**
 * An event that is to be handled.
 *
 * @param event   the event
 * @param key     what it is handled under
 * @param queued  whether it comes from the queue of a dead letter: then the checkpoint has passed it already
 */
record Item(StoredEvent event, KeyValue key, boolean queued) {

    long position() {
        return event.number();
    }

    /** The memory that it takes, about. */
    long bytes() {
        return 200L + event.data().length;
    }
}
