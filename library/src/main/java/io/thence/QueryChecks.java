// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.HashSet;
import java.util.List;

/** What can be wrong with what answers questions. */
final class QueryChecks {

    private QueryChecks() {}

    static void check(Queries queries, Application application, List<Problem> problems) {
        var where = Where.of(queries);
        if (queries.answers().isEmpty()) {
            problems.add(where.error("they answer nothing", "say what they answer by answer(..), or drop them"));
        }
        for (var part : queries.over()) {
            if (!application.parts().contains(part)) {
                problems.add(where.error("projection " + part.name() + " is no part of the application",
                        "add it to with(..)"));
            }
        }
        var types = new HashSet<Class<?>>();
        for (var answer : queries.answers()) {
            if (!types.add(answer.type())) {
                problems.add(where.error(answer.type().getSimpleName() + " is answered twice",
                        "one answer for each question"));
            }
        }
    }
}
