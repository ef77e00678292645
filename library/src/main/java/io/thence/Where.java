// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Problem.Severity;

/**
 * What a problem is about.
 *
 * @param name     in words
 * @param declared where the code declares it
 */
record Where(String name, CodePlace declared) {

    static Where of(Events<?> events) {
        return new Where("events of " + events.name(), events.declared());
    }

    static Where of(Decider<?, ?> decider) {
        return new Where("decider " + decider.name(), decider.declared());
    }

    static Where of(Reaction reaction) {
        return new Where("reaction " + reaction.name(), reaction.declared());
    }

    static Where of(Saga<?, ?> saga) {
        return new Where("saga " + saga.name(), saga.declared());
    }

    static Where of(Schedule schedule) {
        return new Where("schedule " + schedule.name(), schedule.declared());
    }

    static Where of(Alert alert) {
        return new Where("alert " + alert.name(), alert.declared());
    }

    static Where of(Queries queries) {
        return new Where("queries " + queries.name(), queries.declared());
    }

    /** A part by its name alone, which says enough. */
    static Where named(Part part) {
        return new Where(part.name(), part.declared());
    }

    /** A fold in what reads it. */
    Where in(Fold<?, ?> fold) {
        return new Where(name + ", fold by " + fold.key().name(), fold.declared());
    }

    /** A side of the same. */
    Where in(String side) {
        return new Where(name + ", " + side, declared);
    }

    Problem error(String what, String mend) {
        return new Problem(Severity.ERROR, name, declared, what, mend);
    }

    Problem warning(String what, String mend) {
        return new Problem(Severity.WARNING, name, declared, what, mend);
    }
}
