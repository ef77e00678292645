// SPDX-License-Identifier: Apache-2.0
package io.thence.draw;

import io.thence.Application;
import io.thence.Description;
import io.thence.Description.Arrow;
import io.thence.Description.Kind;
import io.thence.EventType;
import io.thence.schema.JsonSchemas;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * An application as an AsyncAPI 3.0 document: which events it sends and receives, and what they look like.
 *
 * <ul>
 *   <li>Each event type is a channel of its name, with one message: a CloudEvent in JSON whose data have the schema of
 *       the type. The name of its component is that of the type.
 *   <li>It sends what its deciders may decide and its sources bring, and receives what its projections and reactions
 *       read; the operation says which.
 *   <li>The first key that events are filed under, their stream, stands beside the message as {@code x-stream}, all of
 *       them as {@code x-keys}.
 * </ul>
 */
public final class AsyncApi {

    private static final String CLOUD_EVENT = "cloudevent";

    private final Application application;
    private final Description flow;
    private final ObjectNode document = JsonNodeFactory.instance.objectNode();

    private AsyncApi(Application application) {
        this.application = application;
        flow = application.describe();
    }

    /**
     * The document of an application.
     *
     * @param version of the application, as in 1.4.0
     */
    public static ObjectNode of(Application application, String version) {
        return new AsyncApi(application).document(version);
    }

    private ObjectNode document(String version) {
        document.put("asyncapi", "3.0.0");
        document.putObject("info").put("title", application.name()).put("version", version);
        document.put("defaultContentType", "application/cloudevents+json");
        var channels = document.putObject("channels");
        var operations = document.putObject("operations");
        var components = document.putObject("components");
        var messages = components.putObject("messages");
        var payloads = components.putObject("schemas");
        payloads.set(CLOUD_EVENT, CloudEventSchema.of());
        for (var events : application.events()) {
            for (var type : events.types()) {
                channel(channels.putObject(type.name()), type.name());
                message(messages.putObject(type.name()), type);
                payloads.set(type.name(), within(JsonSchemas.of(type), "#/components/schemas/" + type.name()));
                operation(operations, "send", type.name(), writers(type.name()));
                operation(operations, "receive", type.name(), readers(type.name()));
            }
        }
        return document;
    }

    private static void channel(ObjectNode channel, String type) {
        channel.put("address", type);
        channel.putObject("messages").set(type, reference("#/components/messages/" + type));
    }

    private static void message(ObjectNode message, EventType<?> type) {
        message.put("name", type.name()).put("title", type.name());
        message.putObject("correlationId").put("location", "$message.payload#/correlationid");
        var payload = message.putObject("payload");
        var all = payload.putArray("allOf");
        all.add(reference("#/components/schemas/" + CLOUD_EVENT));
        var own = all.addObject().put("type", "object").putObject("properties");
        own.putObject("type").put("const", type.name());
        own.putObject("schemaversion").put("const", type.version());
        own.set("data", reference("#/components/schemas/" + type.name()));
        var keys = type.filings().stream().map(filing -> filing.key().name()).distinct().toList();
        if (!keys.isEmpty()) {
            message.put("x-stream", keys.getFirst());
            keys.forEach(message.putArray("x-keys")::add);
        }
    }

    /** The schema as a part of this document: without the name of its dialect, and with its references from here. */
    private static ObjectNode within(ObjectNode schema, String place) {
        var part = schema.deepCopy();
        part.remove("$schema");
        rebase(part, place);
        return part;
    }

    private static void rebase(JsonNode part, String place) {
        switch (part) {
            case ObjectNode object -> {
                if (object.get("$ref") instanceof StringNode to && to.asString().startsWith("#/")) {
                    object.put("$ref", place + to.asString().substring(1));
                }
                object.forEach(child -> rebase(child, place));
            }
            case ArrayNode array -> array.forEach(child -> rebase(child, place));
            default -> {}
        }
    }

    private static void operation(ObjectNode operations, String action, String type, List<String> parts) {
        if (parts.isEmpty()) {
            return;
        }
        var operation = operations.putObject(action + "-" + type);
        operation.put("action", action).put("summary", String.join(", ", parts));
        operation.set("channel", reference("#/channels/" + type));
        operation.putArray("messages").add(reference("#/channels/" + type + "/messages/" + type));
    }

    private List<String> writers(String type) {
        return flow.arrows().stream().filter(arrow -> isEvent(arrow.to(), type)).map(Arrow::from).map(AsyncApi::words)
                .toList();
    }

    private List<String> readers(String type) {
        return flow.arrows().stream().filter(arrow -> isEvent(arrow.from(), type)).map(Arrow::to).map(AsyncApi::words)
                .toList();
    }

    private static boolean isEvent(Description.Box box, String type) {
        return box.kind() == Kind.EVENT && box.name().equals(type);
    }

    private static String words(Description.Box box) {
        return box.kind().name().toLowerCase(Locale.ROOT) + " " + box.name();
    }

    private static ObjectNode reference(String to) {
        return JsonNodeFactory.instance.objectNode().put("$ref", to);
    }
}
