// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.CloudEvents.Received;
import io.thence.event.Json;
import io.thence.server.imports.Line;
import tools.jackson.databind.node.JsonNodeFactory;

/** An event that would be imported, as JSON on one line. */
final class ImportedLine {

    private ImportedLine() {}

    static String of(Line line, Received received) {
        var json = JsonNodeFactory.instance.objectNode();
        var event = received.event();
        json.put("line", line.number());
        event.id().ifPresent(id -> json.put("id", id.text()));
        json.put("type", event.type());
        json.put("version", event.version());
        event.occurred().ifPresent(time -> json.put("time", time.toString()));
        json.put("source", received.origin().source());
        var keys = json.putArray("keys");
        event.keys().forEach(key -> keys.add(key.toString()));
        json.set("data", Json.tree(event.data(), "data"));
        return Json.text(json);
    }
}
