// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.CloudEvents;
import io.thence.event.EventJson;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** How an event is written on one line for programs. */
enum LineFormat {

    /** As {@link EventJson} has it. */
    JSON {
        @Override
        String line(StoredEvent event) {
            return EventJson.line(event);
        }
    },
    /** A CloudEvent. */
    CLOUDEVENTS {
        @Override
        String line(StoredEvent event) {
            return new String(CloudEvents.write(event), StandardCharsets.UTF_8);
        }
    };

    /** The one that is asked for. */
    static LineFormat of(boolean cloudEvents) {
        return cloudEvents ? CLOUDEVENTS : JSON;
    }

    /** The event, without a line break. */
    abstract String line(StoredEvent event);

    /** Whether a line is in this format. */
    boolean isOf(JsonNode line) {
        return line.has("specversion") == (this == CLOUDEVENTS);
    }
}
