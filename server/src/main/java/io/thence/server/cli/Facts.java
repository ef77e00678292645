// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a command did: a line for each fact, or one JSON object. */
final class Facts {

    private final List<Fact> facts = new ArrayList<>();

    /**
     * A fact.
     *
     * @param name  its name in JSON
     * @param value its value there: a number, a text, or whether it is so
     * @param words its name for people; none where it is for programs only
     * @param text  its value for them
     */
    private record Fact(String name, Object value, String words, String text) {}

    Facts with(String name, long number) {
        return with(name, name, number);
    }

    /** With a name of its own for people. */
    Facts with(String name, String words, long number) {
        return add(name, number, words, Columns.number(number));
    }

    Facts with(String name, String text) {
        return add(name, text, name, text);
    }

    /** With a text for people, who are not told of a number by itself. */
    Facts with(String name, long number, String text) {
        return add(name, number, name, text);
    }

    /** With a name of its own for people. */
    Facts with(String name, String words, boolean so) {
        return add(name, so, words, so ? "yes" : "no");
    }

    Facts forPrograms(String name, long number) {
        return add(name, number, "", "");
    }

    private Facts add(String name, Object value, String words, String text) {
        facts.add(new Fact(name, value, words, text));
        return this;
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            var object = JsonNodeFactory.instance.objectNode();
            facts.forEach(fact -> {
                switch (fact.value()) {
                    case Long number -> object.put(fact.name(), number);
                    case Boolean so -> object.put(fact.name(), so);
                    default -> object.put(fact.name(), fact.text());
                }
            });
            out.println(Json.text(object));
            return;
        }
        var told = facts.stream().filter(fact -> !fact.words().isEmpty()).toList();
        int width = told.stream().mapToInt(fact -> fact.words().length()).max().orElse(0) + 2;
        told.forEach(fact -> out.println(fact.words() + " ".repeat(width - fact.words().length()) + fact.text()));
    }
}
