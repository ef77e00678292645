// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.ThenceException.Undecodable;
import io.thence.store.NewEvent;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stored event as JSON on one line, the same in every view, and as it is read from such a line:
 *
 * <pre>
 * {"position":7,"id":"..","type":"order.placed","version":1,"time":"2010-12-01T08:26:00Z","source":"feed",
 *  "keys":["invoice/536365","stock/85123A"],"data":{..}}
 * </pre>
 *
 * Correlation, causation, trace and tenant stand before the keys where there are any. Data stand as they were stored,
 * digit for digit; those that are no JSON as {@code data_base64}, as a CloudEvent has them. What shows an event that is
 * annulled adds the position of what says so; that is not read back.
 */
public final class EventJson {

    private static final String BASE64 = "data_base64";

    private EventJson() {}

    /** The event, without a line break. */
    public static String line(StoredEvent event) {
        return Json.text(tree(event));
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

    /** Marks the tree of an event as annulled by the one at {@code position}: {@code annulled}, its last component. */
    public static void markAnnulled(ObjectNode event, long position) {
        event.put("annulled", position);
    }

    private static void put(ObjectNode json, String name, Optional<String> value) {
        value.ifPresent(text -> json.put(name, text));
    }

    private static void putData(ObjectNode json, StoredEvent event) {
        Json.raw(event.data()).ifPresentOrElse(data -> json.putRawValue("data", data),
                () -> json.put(BASE64, event.data()));
    }

    /** The data on one line. */
    public static String text(StoredEvent event) {
        return Json.line(event.data());
    }

    /** Why the data cannot be read, whatever the application: they are no JSON. */
    public static Optional<String> undecodable(StoredEvent event) {
        try {
            return Json.tree(event.data(), "what it has").isMissingNode() ? Optional.of("it has no data")
                    : Optional.empty();
        } catch (Undecodable e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /**
     * What a line says.
     *
     * @param position the event's place in the log that it was written from
     * @param time     when it happened
     * @param origin   where it comes from
     * @param event    as it can be appended, under its id and with its time
     */
    public record Recorded(long position, Instant time, Origin origin, NewEvent event) {}

    /**
     * Reads what {@link #line} wrote.
     *
     * @param where names the line in messages
     * @throws Undecodable if it is no such line
     */
    public static Recorded read(String line, String where) {
        var json = Json.tree(line.getBytes(StandardCharsets.UTF_8), where);
        try {
            var keys = new ArrayList<KeyValue>();
            json.required("keys").forEach(key -> keys.add(KeyValue.parse(key.stringValue())));
            var time = Instant.parse(json.required("time").stringValue());
            var event = NewEvent.of(json.required("type").stringValue(), json.required("version").intValue(),
                    List.copyOf(keys), data(json));
            return new Recorded(json.required("position").longValue(), time, origin(json),
                    event.identified(new EventId(json.required("id").stringValue())).at(time));
        } catch (IllegalArgumentException | DateTimeException | JacksonException e) {
            throw new Undecodable(where + " is no event as export writes them (" + e.getMessage() + ")", e);
        }
    }

    private static Origin origin(JsonNode json) {
        return new Origin(json.required("source").stringValue(), text(json, "correlation"), text(json, "causation"),
                text(json, "trace"), text(json, "tenant"));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.get(name)).map(JsonNode::stringValue);
    }

    private static byte[] data(JsonNode json) {
        return json.has(BASE64) ? Base64.getDecoder().decode(json.required(BASE64).stringValue())
                : Json.write(json.required("data"));
    }
}
