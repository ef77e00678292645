// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import io.thence.EventType;
import io.thence.event.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schemas, draft 2020-12, of event types. They are derived from the very writers that store the events, so they
 * are of what is stored, of its current version. There are no names of Java types in them: a record that is renamed
 * keeps its schema.
 *
 * <p>All components are required, since all are written. One that can be null, because it is an {@code Optional} or its
 * type is {@code @Nullable}, says so. Kinds of numbers and times stand in {@code format}, under the names of OpenAPI's
 * registry where it has one. What is personal is described as it is in clear, as upcasts see it.
 */
public final class JsonSchemas {

    private static final PrettyPrinter LAYOUT = new DefaultPrettyPrinter()
            .withSeparators(PrettyPrinter.DEFAULT_SEPARATORS.withObjectNameValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonSchemas() {}

    /** The schema of the current version of {@code type}. */
    public static ObjectNode of(EventType<?> type) {
        return TypeSchema.of(type.record());
    }

    /** {@code json} as text for people and for version control: equal for equal values on every system. */
    public static String text(JsonNode json) {
        return MAPPER.writer().with(LAYOUT).writeValueAsString(json) + "\n";
    }

    /** The way back from {@link #text}; {@code what} names it in the message if it is no JSON. */
    static JsonNode json(String text, String what) {
        return Json.tree(text.getBytes(StandardCharsets.UTF_8), what);
    }
}
