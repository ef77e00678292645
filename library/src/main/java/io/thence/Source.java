// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;

/**
 * Events that come into an application by another way than its deciders: an import, another service, a migration. It
 * does nothing; drawings show it, and {@link Application#check} knows that these events do come from somewhere.
 *
 * @param name     the name in drawings and messages
 * @param brings   the events: records, or sealed interfaces of them
 * @param declared where the code declares it
 */
public record Source(String name, List<Class<?>> brings, CodePlace declared) implements Part {

    public Source {
        Names.check("source", name);
        brings = List.copyOf(brings);
    }

    /** Starts a source, as in {@code bank-statements}. */
    public static Source named(String name) {
        return new Source(name, List.of(), CodePlace.ofCaller());
    }

    /** Says which events come from there: a record, or a sealed interface of records. */
    public Source bringing(Class<?> type) {
        var more = new ArrayList<>(brings);
        more.add(type);
        return new Source(name, more, declared);
    }
}
