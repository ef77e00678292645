// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Event;
import io.thence.KeyValue;
import io.thence.Projection;
import io.thence.Tables;
import io.thence.event.EventCodec;
import io.thence.event.SystemEvents;
import io.thence.processor.DeadLetterDesk;
import io.thence.view.lane.Letters;
import io.thence.view.lane.Undone;
import io.thence.world.Progress;
import java.util.Set;

/** What the clauses of a projection do to its tables. */
final class ViewHandlers {

    private final Clauses<Projection.Clause<?>> clauses;
    private final Clauses<Projection.Clause<?>> undoings;
    private final Projection projection;

    ViewHandlers(Projection projection) {
        this.projection = projection;
        clauses = new Clauses<>(projection.clauses(), Projection.Clause::type);
        undoings = new Clauses<>(projection.annulling().undoings(), Projection.Clause::type);
    }

    Set<String> types(EventCodec codec) {
        var types = clauses.types(codec);
        types.add(SystemEvents.ANNULLED.name());
        if (!projection.erasings().isEmpty()) {
            types.add(SystemEvents.ERASED.name());
        }
        return types;
    }

    /** The dead letters, of which {@code desk} has all; what exceptions say may name a person, if it knows any. */
    Letters letters(DeadLetterDesk desk, EventCodec codec, Progress progress) {
        boolean tells = projection.erasings().isEmpty() && projection.clauses().stream()
                .allMatch(clause -> codec.subjects(clause.type()).isEmpty());
        return new Letters(desk, _ -> tells, () -> ViewCode.brief(projection, codec), progress::changed);
    }

    void handle(Tables tables, Event<?> event) {
        if (event.data() instanceof SystemEvents.Erased erased) {
            erase(tables, erased.subject());
        }
        if (event.data() instanceof Undone(var data)) {
            undo(tables, data);
        }
        for (var clause : clauses.of(event.data())) {
            handle(clause, tables, event.data());
        }
    }

    private void undo(Tables tables, Object event) {
        for (var undoing : undoings.of(event)) {
            handle(undoing, tables, event);
        }
    }

    private void erase(Tables tables, KeyValue subject) {
        for (var erasing : projection.erasings()) {
            if (erasing.key().name().equals(subject.key())) {
                erasing.eraser().erase(tables, subject.value());
            }
        }
    }

    private static <E> void handle(Projection.Clause<E> clause, Tables tables, Object event) {
        clause.handler().handle(tables, clause.type().cast(event));
    }
}
