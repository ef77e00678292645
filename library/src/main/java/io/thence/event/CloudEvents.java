// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Stamp;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.NewEvent;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events as CloudEvents 1.0 in their JSON format, in structured mode, and back.
 *
 * <pre>
 * {"specversion":"1.0","id":"17/0","source":"feed","type":"order.placed","time":"2010-12-01T08:26:00Z",
 *  "subject":"invoice/536365","datacontenttype":"application/json","dataschema":"urn:thence:schema:order.placed:1",
 *  "keys":"invoice/536365 stock/85123A","schemaversion":1,"hlc":"84723984723","position":"7","data":{..}}
 * </pre>
 *
 * <p>Extensions: {@code correlationid} and {@code causationid} of the correlation extension, {@code traceparent} of
 * distributed tracing, {@code tenant}; {@code keys}, what the event is filed under, with a space between; {@code
 * schemaversion}; {@code hlc}, the packed {@link Stamp}: the event is stored here with a greater one. {@code position}
 * is for information: nothing reads it back. {@code annulled} is the position of what annuls the event, where it is
 * written from: it does not count there any more. In keys a percent sign, white space and control characters are
 * percent-encoded. A source that is no URI reference is encoded too, and stays so.
 */
public final class CloudEvents {

    private static final String JSON = "application/json";
    private static final String SPECVERSION = "specversion";
    private static final String SCHEMAVERSION = "schemaversion";
    private static final String KEYS = "keys";
    private static final String HLC = "hlc";
    private static final String ANNULLED = "annulled";
    private static final String BASE64 = "data_base64";

    private CloudEvents() {}

    /**
     * An event from elsewhere.
     *
     * @param event  what happened, with the id that it came with and the time, if it says one; filed under the keys
     *               that it names, if it does
     * @param origin where it comes from
     * @param stamp  its stamp there, if it says one
     */
    public record Received(NewEvent event, Origin origin, Optional<Stamp> stamp) {

        /** An event that was stamped nowhere yet. */
        public Received(NewEvent event, Origin origin) {
            this(event, origin, Optional.empty());
        }

        /** The same, with another event. */
        public Received with(NewEvent other) {
            return new Received(other, origin, stamp);
        }

        /**
         * The batch of this event alone. Source and id are its command's id, so a store that remembers commands knows
         * the event when it comes again, and refuses another event under the same id.
         */
        public Append append() {
            var id = event.id().orElseThrow().text();
            var command = new CommandId("event/" + ContentHash.sha256(utf8(origin.source()), utf8(id)).hex());
            var content = ContentHash.sha256(utf8(event.type()), utf8(String.valueOf(event.version())),
                    utf8(event.keys().toString()), utf8(event.occurred().toString()), event.data());
            var append = Append.of(List.of(event), origin).of(new Command(command, content));
            return stamp.map(append::causedAt).orElse(append);
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The event as a CloudEvent. */
    public static byte[] write(StoredEvent event) {
        return Json.write(tree(event));
    }

    /** The event as the tree of a CloudEvent, which can be written but whose data are opaque. */
    public static ObjectNode tree(StoredEvent event) {
        var json = JsonNodeFactory.instance.objectNode();
        var origin = event.origin();
        json.put(SPECVERSION, "1.0");
        json.put("id", event.id().text());
        json.put("source", origin.source().isEmpty() ? "urn:uuid:" + event.position().lineage().log()
                : PercentCode.reference(origin.source()));
        json.put("type", event.type());
        json.put("time", event.time().toString());
        if (!event.keys().isEmpty()) {
            json.put("subject", PercentCode.word(event.keys().getFirst().toString()));
        }
        json.put("dataschema", "urn:thence:schema:" + event.type() + ":" + event.version());
        if (!event.keys().isEmpty()) {
            json.put(KEYS, event.keys().stream().map(key -> PercentCode.word(key.toString()))
                    .collect(Collectors.joining(" ")));
        }
        origin.correlation().ifPresent(id -> json.put("correlationid", id));
        origin.causation().ifPresent(id -> json.put("causationid", id));
        origin.trace().ifPresent(trace -> json.put("traceparent", trace));
        origin.tenant().ifPresent(tenant -> json.put("tenant", tenant));
        json.put(SCHEMAVERSION, event.version());
        json.put(HLC, String.valueOf(event.stamp().packed()));
        json.put("position", String.valueOf(event.position().number()));
        putData(json, event.data());
        return json;
    }

    /** Marks the tree of an event as annulled by the one at {@code position}. */
    public static void markAnnulled(ObjectNode event, long position) {
        event.put(ANNULLED, String.valueOf(position));
    }

    /** Whether a CloudEvent is marked as one that does not count any more where it comes from. */
    public static boolean isAnnulled(JsonNode event) {
        return event.has(ANNULLED);
    }

    /** As stored; what is no JSON, as bytes. */
    private static void putData(ObjectNode json, byte[] data) {
        var raw = Json.raw(data);
        json.put("datacontenttype", raw.isPresent() ? JSON : "application/octet-stream");
        raw.ifPresentOrElse(value -> json.putRawValue("data", value), () -> json.put(BASE64, data));
    }

    /**
     * The event that a CloudEvent says happened.
     *
     * @throws BadRequest if it is none, or its data are no JSON: the message says of which attribute
     */
    public static Received read(byte[] json) {
        try {
            return read(Json.tree(json, "a CloudEvent"));
        } catch (Undecodable e) {
            throw new BadRequest("no CloudEvent: it is no JSON");
        }
    }

    /**
     * The event that the tree of a CloudEvent says happened.
     *
     * @throws BadRequest if it is none, or its data are no JSON: the message says of which attribute
     */
    public static Received read(JsonNode json) {
        if (!json.isObject()) {
            throw new BadRequest("no CloudEvent: it is no JSON object");
        }
        var spec = required(json, SPECVERSION);
        if (!spec.equals("1.0")) {
            throw new BadRequest("a CloudEvent of version " + spec + ", only 1.0 is read");
        }
        var origin = new Origin(required(json, "source"), text(json, "correlationid"), text(json, "causationid"),
                text(json, "traceparent"), text(json, "tenant"));
        var id = new EventId(required(json, "id"));
        var event = new NewEvent(required(json, "type"), version(json), keys(json), data(json), Optional.of(id),
                time(json));
        return new Received(event, origin, stamp(json));
    }

    private static String required(JsonNode json, String attribute) {
        return text(json, attribute).filter(text -> !text.isEmpty())
                .orElseThrow(() -> new BadRequest("a CloudEvent without '" + attribute + "', which each must have"));
    }

    private static Optional<String> text(JsonNode json, String attribute) {
        var value = json.path(attribute);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw new BadRequest("'" + attribute + "' of a CloudEvent is a text, not " + value);
        }
        return Optional.of(value.asString());
    }

    private static int version(JsonNode json) {
        var version = json.path(SCHEMAVERSION);
        if (version.isMissingNode() || version.isNull()) {
            return 1;
        }
        if (!version.isInt() || version.asInt() < 1) {
            throw new BadRequest("'" + SCHEMAVERSION + "' of a CloudEvent is a number from 1 on, not " + version);
        }
        return version.asInt();
    }

    private static List<KeyValue> keys(JsonNode json) {
        try {
            return text(json, KEYS).stream().flatMap(keys -> List.of(keys.split(" ")).stream())
                    .filter(word -> !word.isEmpty()).map(word -> KeyValue.parse(PercentCode.plain(word))).distinct()
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new BadRequest("'" + KEYS + "' of a CloudEvent: " + e.getMessage());
        }
    }

    private static Optional<Instant> time(JsonNode json) {
        return text(json, "time").map(time -> {
            try {
                return OffsetDateTime.parse(time).toInstant();
            } catch (DateTimeException _) {
                throw new BadRequest("'time' of a CloudEvent is as in 2010-12-01T08:26:00Z, not " + time);
            }
        });
    }

    private static Optional<Stamp> stamp(JsonNode json) {
        return text(json, HLC).map(packed -> {
            try {
                return Stamp.parse(packed);
            } catch (IllegalArgumentException _) {
                throw new BadRequest("'" + HLC + "' of a CloudEvent is a packed stamp, a decimal number, not "
                        + packed);
            }
        });
    }

    private static byte[] data(JsonNode json) {
        if (!json.has(BASE64)) {
            var data = json.path("data");
            return Json.write(data.isMissingNode() ? JsonNodeFactory.instance.objectNode() : data);
        }
        try {
            var data = json.path(BASE64).binaryValue();
            Json.tree(data == null ? new byte[0] : data, "data");
            return data == null ? new byte[0] : data;
        } catch (RuntimeException _) {
            throw new BadRequest("'" + BASE64 + "' of a CloudEvent is no JSON in base64, and only JSON is stored");
        }
    }
}
