// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Fold;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Refusal;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Ports;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.NewEvent;
import io.thence.store.Query.Term;
import io.thence.store.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Closes the books of a key: what was filed under it is let go of, and a summary takes its place, in one append. On the
 * condition that nothing was filed under the key since the state was folded that is summed up; else again.
 */
public final class BookClosing {

    private final Ports ports;
    private final Folder folder;
    private final Origin origin;

    /** Closes books with states of {@code folder}; {@code origin} is where the events are said to come from. */
    public BookClosing(Ports ports, Folder folder, Origin origin) {
        this.ports = ports;
        this.folder = folder;
        this.origin = origin;
    }

    /**
     * Closes the books of {@code key}.
     *
     * @param summary the events that stand for a state; each is filed under the key, and one that the fold says it is
     *                closed by, if it says that
     * @throws BadRequest if one is not
     */
    public <K, S> Outcome close(Fold<K, S> fold, K key, Function<S, ? extends List<?>> summary) {
        var filed = ports.codec().filed(fold.key(), key);
        for (int attempt = 1; ; attempt++) {
            var head = ports.store().head(); // before the state: what comes between is a conflict
            var events = events(fold, filed, summary.apply(folder.state(fold, key)));
            var condition = Condition.nothingNew(List.of(new Term(Set.of(), List.of(filed))), head);
            switch (ports.store().append(Append.of(events, origin).on(condition))) {
                case Appended.Committed(var first, var last) -> {
                    return new Outcome.Accepted(first, last, events.size(), false);
                }
                case Appended.Tombstoned(var tombstoned, _) -> {
                    return new Outcome.Refused(new Refusal.Tombstoned(tombstoned), head, false);
                }
                case Appended.Conflict(var keys, var at) -> {
                    if (attempt == CommandPath.ATTEMPTS_MAX) {
                        return new Outcome.Conflicted(attempt, keys, at);
                    }
                }
                case Appended other -> throw new AssertionError("no command, no consumer's word, but " + other);
            }
        }
    }

    private List<NewEvent> events(Fold<?, ?> fold, KeyValue filed, List<?> summary) {
        var events = new ArrayList<>(List.of(Truncation.all(filed)));
        for (var event : summary) {
            if (!fold.closedBy().isEmpty() && fold.closedBy().stream().noneMatch(type -> type.isInstance(event))) {
                throw new BadRequest("the summary of " + filed + " has a " + event.getClass().getSimpleName() + ", by"
                        + " which the fold (" + fold.declared() + ") does not say that its books are closed: add it to"
                        + " closedBy(..); nothing was written");
            }
            var encoded = ports.codec().encode(event);
            if (!encoded.keys().contains(filed)) {
                throw new BadRequest("the summary of " + filed + " has an event of " + encoded.type() + " that is filed"
                        + " under " + encoded.keys() + " and not under it: its state would be lost; nothing was"
                        + " written");
            }
            events.add(encoded);
        }
        return events;
    }
}
