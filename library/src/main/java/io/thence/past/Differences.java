// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.event.Json;
import io.thence.event.StateJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares two states component by component. Elements of lists are compared by their place. */
final class Differences {

    private final List<Difference> found = new ArrayList<>();

    private Differences() {}

    static List<Difference> between(Object before, Object after) {
        if (before.equals(after)) {
            return List.of();
        }
        var differences = new Differences();
        differences.compare("", tree(before), tree(after));
        return List.copyOf(differences.found);
    }

    private static JsonNode tree(Object state) {
        return Json.tree(StateJson.write(state, state.getClass()), "a state");
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before instanceof ObjectNode one && after instanceof ObjectNode other) {
            var names = new LinkedHashSet<>(one.propertyNames());
            names.addAll(other.propertyNames());
            names.forEach(name -> compare(path + "/" + name.replace("~", "~0").replace("/", "~1"),
                    one.path(name), other.path(name)));
        } else if (before instanceof ArrayNode one && after instanceof ArrayNode other) {
            for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
                compare(path + "/" + i, one.path(i), other.path(i));
            }
        } else if (!before.equals(after)) {
            found.add(new Difference(path, text(before), text(after)));
        }
    }

    private static Optional<String> text(JsonNode node) {
        return node.isMissingNode() ? Optional.empty() : Optional.of(node.toString());
    }
}
