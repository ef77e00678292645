// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.CloudEvents;
import io.thence.event.EventJson;
import io.thence.event.Json;
import io.thence.store.StoredEvent;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** How an event is written on one line for programs. */
enum LineFormat {

    /** As {@link EventJson} has it. */
    JSON {
        @Override
        String line(StoredEvent event, OptionalLong annulledAt) {
            var json = EventJson.tree(event);
            annulledAt.ifPresent(position -> EventJson.markAnnulled(json, position));
            return Json.text(json);
        }
    },
    /** A CloudEvent. */
    CLOUDEVENTS {
        @Override
        String line(StoredEvent event, OptionalLong annulledAt) {
            var json = CloudEvents.tree(event);
            annulledAt.ifPresent(position -> CloudEvents.markAnnulled(json, position));
            return Json.text(json);
        }
    };

    /** The one that is asked for. */
    static LineFormat of(boolean cloudEvents) {
        return cloudEvents ? CLOUDEVENTS : JSON;
    }

    /** The event, without a line break, with the position of what annuls it, if something does. */
    abstract String line(StoredEvent event, OptionalLong annulledAt);

    /** Whether a line is in this format. */
    boolean isOf(JsonNode line) {
        return line.has("specversion") == (this == CLOUDEVENTS);
    }
}
