// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.thence.Cases;
import io.thence.event.Json;
import io.thence.schema.Described.Component;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Derives the schema of one record, all the way down. A record that has itself in it is named by a number. */
final class TypeSchema {

    private static final Set<Class<?>> OPTIONAL_NUMBERS =
            Set.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private final SerializationContext context;
    private final Deque<JavaType> open = new ArrayDeque<>();
    private final Map<JavaType, String> recursive = new LinkedHashMap<>();
    private final Map<String, ObjectNode> definitions = new LinkedHashMap<>();

    private TypeSchema(SerializationContext context) {
        this.context = context;
    }

    static ObjectNode of(Class<?> record) {
        var type = Json.type(record);
        var described = new Described();
        Json.describe(type, described);
        var derived = new TypeSchema(described.getContext());
        var schema = node().put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.setAll(derived.schema(type, described));
        if (!derived.definitions.isEmpty()) {
            derived.definitions.forEach(schema.putObject("$defs")::set);
        }
        return schema;
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode schema(JavaType type) {
        return schema(type, context.findValueSerializer(type));
    }

    private ObjectNode schema(JavaType type, JsonFormatVisitable writer) {
        var raw = type.getRawClass();
        if (raw == Optional.class) {
            return nullable(schema(type.getReferencedType()));
        }
        if (raw == byte[].class) {
            return node().put("type", "string").put("contentEncoding", "base64");
        }
        if (type.isMapLikeType()) {
            return map(type);
        }
        if (type.isContainerType()) {
            return array(type);
        }
        if (Json.hasCases(raw)) {
            return cases(type);
        }
        var described = new Described();
        described.setContext(context);
        writer.acceptJsonFormatVisitor(described, type);
        var schema = schema(type, described);
        return OPTIONAL_NUMBERS.contains(raw) ? nullable(schema) : schema;
    }

    private ObjectNode schema(JavaType type, Described described) {
        if (described.isObject()) {
            return object(type, described.components());
        }
        var schema = described.value();
        if (!schema.has("enum")) {
            Format.of(type.getRawClass()).filter(_ -> schema.has("type"))
                    .ifPresent(format -> schema.put("format", format));
        }
        return schema;
    }

    private ObjectNode object(JavaType type, Iterable<Component> components) {
        if (open.contains(type)) {
            return reference(recursive.computeIfAbsent(type, _ -> String.valueOf(recursive.size() + 1)));
        }
        open.push(type);
        var schema = node().put("type", "object");
        var properties = schema.putObject("properties");
        var required = schema.putArray("required");
        for (var component : components) {
            var of = schema(component.type(), component.writer());
            properties.set(component.name(), component.nullable() ? nullable(of) : of);
            required.add(component.name());
        }
        schema.put("additionalProperties", false);
        open.pop();
        var name = recursive.get(type);
        if (name == null) {
            return schema;
        }
        definitions.put(name, schema);
        return reference(name);
    }

    private static ObjectNode reference(String name) {
        return node().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode map(JavaType type) {
        var schema = node().put("type", "object");
        var key = type.getKeyType().getRawClass();
        var names = key.isEnum() ? schema(type.getKeyType()) : node();
        Format.of(key).ifPresent(format -> names.put("format", format));
        if (!names.isEmpty()) {
            schema.set("propertyNames", names);
        }
        schema.set("additionalProperties", schema(type.getContentType()));
        return schema;
    }

    private ObjectNode array(JavaType type) {
        var schema = node().put("type", "array");
        schema.set("items", schema(type.getContentType()));
        return Set.class.isAssignableFrom(type.getRawClass()) ? schema.put("uniqueItems", true) : schema;
    }

    /** A sealed type is written as [case, value], unless an annotation says how: then only its cases are described. */
    private ObjectNode cases(JavaType type) {
        var schema = node();
        var all = schema.putArray("anyOf");
        boolean annotated = type.getRawClass().isAnnotationPresent(JsonTypeInfo.class);
        for (var record : Cases.of(type.getRawClass())) {
            var of = schema(context.constructSpecializedType(type, record));
            if (annotated) {
                of.remove("additionalProperties");
                all.add(of);
            } else {
                var pair = all.addObject().put("type", "array");
                var items = pair.putArray("prefixItems");
                items.addObject().put("const", Json.nameOfCase(record));
                items.add(of);
                pair.put("minItems", 2).put("items", false);
            }
        }
        return schema;
    }

    /** The schema of what {@code schema} describes, or null. */
    private static ObjectNode nullable(ObjectNode schema) {
        if (schema.path("type").isString()) {
            var type = schema.get("type").asString();
            schema.putArray("type").add(type).add("null");
            if (schema.get("enum") instanceof ArrayNode constants) {
                constants.addNull();
            }
            return schema;
        }
        if (schema.isEmpty() || schema.path("type").isArray()) {
            return schema;
        }
        var either = node();
        either.putArray("anyOf").add(schema).add(node().put("type", "null"));
        return either;
    }
}
