// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.store.StoredEvent;

/** What can lead to something. */
public sealed interface Cause {

    /** By which it is named as the cause of others. */
    String id();

    /** A command, which is not kept itself. */
    record Command(String id) implements Cause {}

    /** An event of the log. */
    record Happened(StoredEvent event) implements Cause {
        @Override
        public String id() {
            return event.id().text();
        }
    }

    /** Something of which the log has nothing: it happened elsewhere, or was removed. */
    record Elsewhere(String id) implements Cause {}
}
