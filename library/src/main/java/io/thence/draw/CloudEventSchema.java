// SPDX-License-Identifier: Apache-2.0
package io.thence.draw;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The envelope of events that leave a store: CloudEvents 1.0 with the extensions that are written there. */
final class CloudEventSchema {

    private CloudEventSchema() {}

    static ObjectNode of() {
        var schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("description", "A CloudEvent 1.0 in its JSON format");
        var required = schema.putArray("required");
        List.of("specversion", "id", "source", "type", "data").forEach(required::add);
        var properties = schema.putObject("properties");
        properties.putObject("specversion").put("const", "1.0");
        text(properties, "id", "What makes the event one and the same, with its source");
        text(properties, "source", "What wrote it").put("format", "uri-reference");
        text(properties, "type", "What happened");
        text(properties, "time", "When it happened").put("format", "date-time");
        text(properties, "subject", "Its stream, as KEY/VALUE");
        properties.putObject("datacontenttype").put("const", "application/json");
        text(properties, "dataschema", "Type and version of the data").put("format", "uri");
        text(properties, "keys", "What it is filed under, each as KEY/VALUE, with a space between");
        properties.putObject("schemaversion").put("type", "integer").put("minimum", 1)
                .put("description", "The version that the data are of");
        text(properties, "correlationid", "The piece of business that it belongs to");
        text(properties, "causationid", "The command or event that led to it");
        text(properties, "traceparent", "The W3C trace context under which it happened");
        text(properties, "tenant", "Whose data it is");
        text(properties, "hlc", "When it was appended, by a hybrid logical clock");
        text(properties, "position", "Its place in the log that it comes from; for information");
        return schema;
    }

    private static ObjectNode text(ObjectNode properties, String name, String description) {
        return properties.putObject(name).put("type", "string").put("description", description);
    }
}
