// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.KeyValue;
import io.thence.Position;
import java.util.List;

/**
 * What must hold for a batch to be appended, judged against all that is before it in the log.
 */
public sealed interface Condition {

    /** Nothing must hold. */
    Condition NONE = new None();

    /** Nothing must hold. */
    record None() implements Condition {}

    /** The stream of {@code key} must have exactly {@code revision} events. */
    record Revision(KeyValue key, long revision) implements Condition {}

    /** No event after {@code after} may match {@code query}, which has terms. */
    record NothingNew(Query query, Position after) implements Condition {
        public NothingNew {
            if (query.terms().isEmpty()) {
                throw new IllegalArgumentException("a condition on every event would let one writer in at a time:"
                        + " name the types or keys that the decision depends on");
            }
        }
    }

    /** No event after {@code after} may match any of these terms. */
    static Condition nothingNew(List<Query.Term> terms, Position after) {
        return terms.isEmpty() ? NONE : new NothingNew(new Query(terms), after);
    }
}
