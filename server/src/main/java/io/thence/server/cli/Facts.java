// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a command did: a line for each fact, or one JSON object. */
final class Facts {

    private final Map<String, Object> facts = new LinkedHashMap<>();

    Facts with(String name, long number) {
        facts.put(name, number);
        return this;
    }

    Facts with(String name, String text) {
        facts.put(name, text);
        return this;
    }

    Facts with(String name, boolean so) {
        facts.put(name, so);
        return this;
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            var object = JsonNodeFactory.instance.objectNode();
            facts.forEach((name, value) -> {
                switch (value) {
                    case Long number -> object.put(name, number);
                    case Boolean so -> object.put(name, so);
                    default -> object.put(name, value.toString());
                }
            });
            out.println(Json.text(object));
            return;
        }
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
        facts.forEach((name, value) -> out.println(name + " ".repeat(width - name.length())
                + (value instanceof Long number ? String.format(Locale.ROOT, "%,d", number) : value)));
    }
}
