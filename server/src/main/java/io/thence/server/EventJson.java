// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * A stored event as JSON on one line, the same in every view:
 *
 * <pre>
 * {"position":7,"id":"..","type":"order.placed","version":1,"time":"2010-12-01T08:26:00Z","source":"feed",
 *  "keys":["invoice/536365","stock/85123A"],"data":{..}}
 * </pre>
 *
 * Correlation, causation, trace and tenant stand before the keys where there are any. Data stand as they were stored,
 * digit for digit.
 */
public final class EventJson {

    private EventJson() {}

    /** The event, without a line break. */
    public static String line(StoredEvent event) {
        return new String(Json.write(tree(event)), StandardCharsets.UTF_8);
    }

    /** The event as a tree that can be written but whose data are opaque. */
    public static ObjectNode tree(StoredEvent event) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("position", event.position().number());
        json.put("id", event.id().text());
        json.put("type", event.type());
        json.put("version", event.version());
        json.put("time", event.time().toString());
        json.put("source", event.origin().source());
        put(json, "correlation", event.origin().correlation());
        put(json, "causation", event.origin().causation());
        put(json, "trace", event.origin().trace());
        put(json, "tenant", event.origin().tenant());
        var keys = json.putArray("keys");
        event.keys().forEach(key -> keys.add(key.toString()));
        putData(json, event);
        return json;
    }

    private static void put(ObjectNode json, String name, Optional<String> value) {
        value.ifPresent(text -> json.put(name, text));
    }

    /** As stored, since a number that is read and written may lose digits; checked, since it must be JSON. */
    private static void putData(ObjectNode json, StoredEvent event) {
        var text = text(event);
        try {
            Json.tree(event.data(), "data");
            json.putRawValue("data", new RawValue(text));
        } catch (Undecodable _) {
            json.put("data", text);
        }
    }

    /** The data on one line: within JSON, line breaks are only white space. */
    public static String text(StoredEvent event) {
        return new String(event.data(), StandardCharsets.UTF_8).replace('\n', ' ').replace('\r', ' ');
    }
}
