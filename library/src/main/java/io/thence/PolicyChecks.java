// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.LinkedHashMap;
import java.util.List;

/** What a policy can ask that a projection has not: it writes one batch after the other, in lanes of its own. */
final class PolicyChecks {

    private PolicyChecks() {}

    static void check(Part projection, Policy policy, List<Problem> problems) {
        var where = Where.named(projection);
        var guards = policy.guards();
        var asked = new LinkedHashMap<String, Boolean>();
        asked.put("timeLimit(..)", guards.timeLimit().isPresent());
        asked.put("breaker(..)", guards.breaker().isPresent());
        asked.put("rate(..)", guards.rate().isPresent());
        asked.put("bulkhead(..)", guards.bulkhead().isPresent());
        asked.forEach((what, isAsked) -> {
            if (isAsked) {
                problems.add(where.error("its policy says " + what + ", which stands before a call of a handler, and a"
                        + " projection writes many events in one transaction", "leave it out"));
            }
        });
        if (policy.lanes() != Projection.POLICY.lanes()) {
            problems.add(where.error("its policy says lanes(" + policy.lanes() + "), and a projection has the lanes of"
                    + " its key", "leave it out; an SQL projection has several by parallelBy(..)"));
        }
        if (policy.deadLettersMax() != Projection.POLICY.deadLettersMax()) {
            problems.add(where.error("its policy says deadLettersMax(" + policy.deadLettersMax() + "), and a projection"
                    + " stops where " + Projection.POLICY.deadLettersMax() + " keys of a lane wait", "leave it out"));
        }
    }
}
