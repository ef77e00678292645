// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.EventJson;
import io.thence.past.Cause;
import io.thence.server.Operations;
import io.thence.store.StoredEvent;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What led to something, for people and for programs.
 *
 * @param operations know which events are annulled
 */
record CauseText(Operations operations) {

    /** How an event is marked that something annuls. */
    static String mark(OptionalLong annulledAt) {
        return annulledAt.isPresent() ? " (annulled at " + annulledAt.getAsLong() + ")" : "";
    }

    String of(Cause cause) {
        return switch (cause) {
            case Cause.Command(var id) -> "command " + id;
            case Cause.Elsewhere(var id) -> id + ", of which the log has nothing";
            case Cause.Happened(var event) -> event.type() + " at position " + event.position().number() + mark(event)
                    + ", " + event.time() + event.keys().stream().map(key -> ", " + key).collect(Collectors.joining())
                    + "  " + event.id() + "  " + EventJson.text(event);
        };
    }

    private String mark(StoredEvent event) {
        return mark(operations.annulledAt(event.number()));
    }

    /** In a word or two. */
    String brief(Cause cause) {
        return switch (cause) {
            case Cause.Command(var id) -> "command " + id;
            case Cause.Elsewhere(var id) -> "elsewhere " + id;
            case Cause.Happened(var event) -> event.type() + " " + event.position().number() + mark(event);
        };
    }

    /** The kind and the id; of an event also its type and position, and that of what annuls it. */
    ObjectNode briefJson(Cause cause) {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (cause) {
            case Cause.Command(var id) -> json.put("kind", "command").put("id", id);
            case Cause.Elsewhere(var id) -> json.put("kind", "elsewhere").put("id", id);
            case Cause.Happened(var event) -> marked(json.put("kind", "event").put("id", event.id().text())
                    .put("type", event.type()).put("position", event.number()), event);
        };
    }

    /** With the kind first: {@code command}, {@code elsewhere}, or {@code event} with all that is known of it. */
    ObjectNode json(Cause cause) {
        if (!(cause instanceof Cause.Happened(var event))) {
            return briefJson(cause);
        }
        var json = JsonNodeFactory.instance.objectNode().put("kind", "event");
        json.setAll(EventJson.tree(event));
        return marked(json, event);
    }

    /** What is said of an event, and the position of what annuls it, if something does. */
    ObjectNode marked(ObjectNode json, StoredEvent event) {
        operations.annulledAt(event.number()).ifPresent(position -> EventJson.markAnnulled(json, position));
        return json;
    }
}
