// SPDX-License-Identifier: Apache-2.0
package io.thence.inbox;

import io.thence.ThenceException.BadRequest;
import io.thence.store.ContentHash;
import java.nio.charset.StandardCharsets;

/** What consumers and messages are called where it is kept that they are done. */
final class Words {

    /** The longest id of a message that is kept as it is. */
    static final int MESSAGE_MAX = 200;

    private Words() {}

    /** Checks names. */
    static void check(String consumer, String message) {
        if (consumer.isBlank() || consumer.length() > Inbox.CONSUMER_MAX || message.isEmpty()) {
            throw new BadRequest("an inbox keeps what a consumer of 1 to " + Inbox.CONSUMER_MAX + " characters has"
                    + " handled, by the ids of messages: not message '" + message + "' of '" + consumer + "'");
        }
    }

    /** An id, or its hash where that is shorter. */
    static String of(String message, int most) {
        return message.length() <= most ? message
                : ContentHash.sha256(message.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
