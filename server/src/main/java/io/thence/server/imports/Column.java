// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.ThenceException.BadRequest;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A column that is used, written {@code [AS=]COLUMN[:KIND]}.
 *
 * @param as   the name that it gets
 * @param name its name in the input; of a JSON object, {@code a.b} is the component {@code b} of {@code a}
 * @param kind how its text is read
 */
public record Column(String as, String name, Kind kind) {

    /** How the text of a column is read; what is no text already stays as it is. */
    public enum Kind {
        /** As it is. */
        TEXT,
        /** As a decimal number, digit for digit; an empty text is left out. */
        NUMBER,
        /** As true or false; an empty text is left out. */
        BOOLEAN
    }

    /** Reads the written form. */
    public static Column parse(String text) {
        int equals = text.indexOf('=');
        int colon = text.lastIndexOf(':');
        var name = text.substring(equals + 1, colon > equals ? colon : text.length());
        if (name.isEmpty() || equals == 0) {
            throw new BadRequest("'" + text + "' is no column: write COLUMN, or NEW=COLUMN, or COLUMN:number");
        }
        return new Column(equals > 0 ? text.substring(0, equals) : name, name,
                colon > equals ? kind(text.substring(colon + 1)) : Kind.TEXT);
    }

    private static Kind kind(String text) {
        try {
            return Kind.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new BadRequest("'" + text + "' is no kind of column: there are text, number and boolean");
        }
    }

    /** Its value in an entry; empty where there is none. */
    Optional<JsonNode> in(ObjectNode values) {
        var found = find(values, name);
        if (found.isMissingNode() || found.isNull()) {
            return Optional.empty();
        }
        return found.isString() ? read(found.asString()) : Optional.of(found);
    }

    /** Its value in an entry as text; empty where there is none, or an empty one. */
    Optional<String> text(ObjectNode values) {
        var found = find(values, name);
        if (found.isContainer()) {
            throw new BadRequest("column '" + name + "' has no plain value: " + found);
        }
        return found.isMissingNode() || found.isNull() ? Optional.empty()
                : Optional.of(found.asString()).filter(text -> !text.isEmpty());
    }

    static JsonNode find(JsonNode values, String name) {
        var direct = values.path(name);
        int dot = direct.isMissingNode() ? name.indexOf('.') : -1;
        return dot < 0 ? direct : find(values.path(name.substring(0, dot)), name.substring(dot + 1));
    }

    private Optional<JsonNode> read(String text) {
        var nodes = JsonNodeFactory.instance;
        if (kind == Kind.TEXT) {
            return Optional.of(nodes.stringNode(text));
        }
        var word = text.strip();
        if (word.isEmpty()) {
            return Optional.empty();
        }
        if (kind == Kind.NUMBER) {
            try {
                return Optional.of(nodes.numberNode(new BigDecimal(word)));
            } catch (NumberFormatException _) {
                throw new BadRequest("column '" + name + "' is no number: '" + text + "'");
            }
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(nodes.booleanNode(true));
            case "false" -> Optional.of(nodes.booleanNode(false));
            default -> throw new BadRequest("column '" + name + "' is neither true nor false: '" + text + "'");
        };
    }
}
