// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What differs between two schemas as {@link JsonSchemas} derives them. */
final class SchemaDiff {

    private static final String REFERENCE = "#/$defs/";

    private final JsonNode before;
    private final JsonNode after;
    private final List<Change> changes = new ArrayList<>();
    /** What was compared with what: a type that contains itself comes round again, by reference to the same schema. */
    private final IdentityHashMap<JsonNode, Set<JsonNode>> compared = new IdentityHashMap<>();

    private SchemaDiff(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    static List<Change> of(JsonNode before, JsonNode after) {
        var diff = new SchemaDiff(before, after);
        diff.compare("", before, after);
        return diff.changes;
    }

    private enum Kind { ANYTHING, OBJECT, MAP, LIST, CASES, VALUE }

    private static Kind kind(JsonNode schema) {
        if (schema.has("anyOf")) {
            return Kind.CASES;
        }
        if (schema.has("properties")) {
            return Kind.OBJECT;
        }
        if (schema.has("items")) {
            return Kind.LIST;
        }
        if (schema.has("additionalProperties")) {
            return Kind.MAP;
        }
        return schema.has("type") ? Kind.VALUE : Kind.ANYTHING;
    }

    private void compare(String field, JsonNode was, JsonNode is) {
        nullable(field, isNullable(was), isNullable(is));
        var from = resolved(before, bare(was));
        var to = resolved(after, bare(is));
        if (compared.computeIfAbsent(from, _ -> Collections.newSetFromMap(new IdentityHashMap<>())).add(to)) {
            shapes(field, from, to);
        }
    }

    private void nullable(String field, boolean was, boolean is) {
        if (was != is) {
            add(field, is ? Rule.MADE_NULLABLE : Rule.NOT_NULLABLE, "", "");
        }
    }

    private static boolean isNullable(JsonNode schema) {
        return schema.path("type").isArray() || isEither(schema);
    }

    /** Whether it is a schema or null. */
    private static boolean isEither(JsonNode schema) {
        var cases = schema.path("anyOf");
        return cases.size() == 2 && cases.get(1).path("type").asString("").equals("null");
    }

    private static JsonNode bare(JsonNode schema) {
        return isEither(schema) ? schema.path("anyOf").get(0) : schema;
    }

    private static JsonNode resolved(JsonNode root, JsonNode schema) {
        var name = schema.path("$ref").asString("");
        return name.isEmpty() ? schema : root.path("$defs").path(name.substring(REFERENCE.length()));
    }

    private void shapes(String field, JsonNode was, JsonNode is) {
        if (kind(was) != kind(is)) {
            var rule = kind(is) == Kind.ANYTHING ? Rule.WIDENED
                    : kind(was) == Kind.ANYTHING ? Rule.NARROWED : Rule.TYPE_CHANGED;
            add(field, rule, words(was), words(is));
            return;
        }
        switch (kind(was)) {
            case ANYTHING -> {}
            case OBJECT -> objects(field, was, is);
            case MAP -> {
                if (!was.path("propertyNames").equals(is.path("propertyNames"))) {
                    add(field, Rule.TYPE_CHANGED, "a map by " + words(was.path("propertyNames")),
                            "a map by " + words(is.path("propertyNames")));
                }
                compare(field + "{}", was.path("additionalProperties"), is.path("additionalProperties"));
            }
            case LIST -> lists(field, was, is);
            case CASES -> cases(field, was, is);
            case VALUE -> values(field, was, is);
        }
    }

    private void objects(String field, JsonNode was, JsonNode is) {
        var path = field.isEmpty() ? "" : field + ".";
        for (var component : was.path("properties").properties()) {
            var name = component.getKey();
            var now = is.path("properties").path(name);
            if (now.isMissingNode()) {
                add(path + name, isNullable(component.getValue()) ? Rule.NULLABLE_REMOVED : Rule.REMOVED, "", "");
            } else {
                compare(path + name, component.getValue(), now);
            }
        }
        for (var component : is.path("properties").properties()) {
            if (!was.path("properties").has(component.getKey()) && !isNullable(component.getValue())) {
                add(path + component.getKey(), Rule.ADDED, "", "");
            }
        }
    }

    private void lists(String field, JsonNode was, JsonNode is) {
        if (was.has("uniqueItems") != is.has("uniqueItems")) {
            add(field, is.has("uniqueItems") ? Rule.NARROWED : Rule.WIDENED, words(was), words(is));
        }
        compare(field + "[]", was.path("items"), is.path("items"));
    }

    private void cases(String field, JsonNode was, JsonNode is) {
        var before = byName(was);
        var now = byName(is);
        constants(field, before.keySet(), now.keySet());
        before.forEach((name, of) -> {
            if (now.containsKey(name)) {
                compare(field + "(" + name + ")", of, now.get(name));
            }
        });
    }

    /** Cases by the name that is written with them, or else by their place. */
    private static Map<String, JsonNode> byName(JsonNode schema) {
        var cases = new LinkedHashMap<String, JsonNode>();
        for (var one : schema.path("anyOf")) {
            var items = one.path("prefixItems");
            if (items.isEmpty()) {
                cases.put("case " + (cases.size() + 1), one);
            } else {
                cases.put(items.get(0).path("const").asString(""), items.get(1));
            }
        }
        return cases;
    }

    private void values(String field, JsonNode was, JsonNode is) {
        if (was.has("enum") && is.has("enum")) {
            constants(field, texts(was.path("enum")), texts(is.path("enum")));
        } else if (!words(was).equals(words(is))) {
            add(field, widens(was, is) ? Rule.WIDENED : widens(is, was) ? Rule.NARROWED : Rule.TYPE_CHANGED,
                    words(was), words(is));
        }
    }

    private void constants(String field, Set<String> was, Set<String> is) {
        was.stream().filter(name -> !is.contains(name))
                .forEach(name -> add(field, Rule.CONSTANT_REMOVED, name, ""));
        is.stream().filter(name -> !was.contains(name)).forEach(name -> add(field, Rule.CONSTANT_ADDED, "", name));
    }

    private static Set<String> texts(JsonNode constants) {
        var texts = new LinkedHashSet<String>();
        constants.forEach(constant -> texts.add(constant.asString("")));
        return texts;
    }

    private static boolean widens(JsonNode from, JsonNode to) {
        if (type(from).equals("string") && type(to).equals("string")) {
            return !to.has("enum") && !to.has("format");
        }
        return isNumber(from) && isNumber(to)
                && Format.widens(from.path("format").asString(""), to.path("format").asString(""));
    }

    private static boolean isNumber(JsonNode schema) {
        return type(schema).equals("integer") || type(schema).equals("number");
    }

    private static String type(JsonNode schema) {
        var type = schema.path("type");
        return (type.isArray() ? type.path(0) : type).asString("");
    }

    /** What a schema describes, in a word or two. */
    private static String words(JsonNode schema) {
        return switch (kind(schema)) {
            case ANYTHING -> "anything";
            case OBJECT -> "an object";
            case MAP -> "a map";
            case LIST -> schema.has("uniqueItems") ? "a set" : "a list";
            case CASES -> "a sealed type";
            case VALUE -> schema.has("enum") ? "an enum"
                    : schema.has("contentEncoding") ? "bytes" : schema.path("format").asString(type(schema));
        };
    }

    private void add(String field, Rule rule, String from, String to) {
        changes.add(new Change(field, rule, from, to));
    }
}
