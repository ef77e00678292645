// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.EventJson;
import io.thence.past.Cause;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What led to something, for people and for programs. */
final class CauseText {

    private CauseText() {}

    static String of(Cause cause) {
        return switch (cause) {
            case Cause.Command(var id) -> "command " + id;
            case Cause.Elsewhere(var id) -> id + ", of which the log has nothing";
            case Cause.Happened(var event) -> event.type() + " at position " + event.position().number() + ", "
                    + event.time() + event.keys().stream().map(key -> ", " + key).collect(Collectors.joining())
                    + "  " + event.id() + "  " + EventJson.text(event);
        };
    }

    /** In a word or two. */
    static String brief(Cause cause) {
        return switch (cause) {
            case Cause.Command(var id) -> "command " + id;
            case Cause.Elsewhere(var id) -> "elsewhere " + id;
            case Cause.Happened(var event) -> event.type() + " " + event.position().number();
        };
    }

    /** The kind and the id; of an event also its type and position. */
    static ObjectNode briefJson(Cause cause) {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (cause) {
            case Cause.Command(var id) -> json.put("kind", "command").put("id", id);
            case Cause.Elsewhere(var id) -> json.put("kind", "elsewhere").put("id", id);
            case Cause.Happened(var event) -> json.put("kind", "event").put("id", event.id().text())
                    .put("type", event.type()).put("position", event.number());
        };
    }

    /** With the kind first: {@code command}, {@code elsewhere}, or {@code event} with all that is known of it. */
    static ObjectNode json(Cause cause) {
        if (!(cause instanceof Cause.Happened(var event))) {
            return briefJson(cause);
        }
        var json = JsonNodeFactory.instance.objectNode().put("kind", "event");
        json.setAll(EventJson.tree(event));
        return json;
    }
}
