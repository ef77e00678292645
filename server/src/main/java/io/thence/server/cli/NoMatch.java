// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.server.EventRequest;
import io.thence.server.Operations;
import io.thence.store.Query;
import java.util.List;
import java.util.Set;

/**
 * Why no event was found, in a line.
 *
 * @param keys  what was asked for, as it was typed; a request has it as it is filed
 * @param types those that were asked for
 */
record NoMatch(List<KeyValue> keys, List<String> types) {

    void say(Terminal terminal, Operations operations, EventRequest request) {
        terminal.say("no event matches: " + why(operations, request));
    }

    private String why(Operations operations, EventRequest request) {
        var filed = request.query().terms().stream().flatMap(term -> term.keys().stream()).toList();
        for (int i = 0; i < filed.size(); i++) {
            if (!operations.hasAny(Query.keys(filed.get(i)))) {
                return "nothing is filed under " + keys.get(i);
            }
        }
        if (!types.isEmpty() && !operations.hasAny(Query.types(Set.copyOf(types)))) {
            return "there is none of type " + String.join(" or ", types);
        }
        if (request.before() - request.after() <= 1) {
            return "no position is after " + request.after() + " and before " + request.before();
        }
        long head = operations.head().number();
        return request.after() >= head ? "the last position is " + head
                : "none is all of what is asked for, between these positions";
    }
}
