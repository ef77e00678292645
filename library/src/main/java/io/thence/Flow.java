// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Description.Arrow;
import io.thence.Description.Box;
import io.thence.Description.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/** Reads an application's flow off its parts. */
final class Flow {

    private final LinkedHashSet<Box> boxes = new LinkedHashSet<>();
    private final LinkedHashSet<Arrow> arrows = new LinkedHashSet<>();
    private final Map<Class<?>, String> names = new HashMap<>();

    private Flow() {}

    static Description of(Application application) {
        var flow = new Flow();
        for (var events : application.events()) {
            flow.name(events);
        }
        application.parts().forEach(flow::add);
        for (var fold : application.folds()) {
            fold.closedBy().forEach(type -> flow.brings(flow.box(Kind.SOURCE, "books of " + fold.key().name()), type));
        }
        return new Description(application.name(), new ArrayList<>(flow.boxes), new ArrayList<>(flow.arrows));
    }

    private void name(Events<?> events) {
        events.types().forEach(type -> names.put(type.record(), type.name()));
    }

    private void add(Part part) {
        switch (part) {
            case Events<?> _ -> {}
            case Decider<?, ?> decider -> add(decider);
            case Projection projection -> {
                var box = box(Kind.PROJECTION, projection.name());
                projection.clauses().forEach(clause -> reads(clause.type(), box));
            }
            case MemoryProjection<?> projection -> {
                var box = box(Kind.PROJECTION, projection.name());
                projection.clauses().forEach(clause -> reads(clause.type(), box));
            }
            case StoreProjection projection -> {
                var box = box(Kind.PROJECTION, projection.name());
                projection.reads().forEach(type -> reads(type, box));
            }
            case Queries queries -> {
                for (var answer : queries.answers()) {
                    var box = box(Kind.QUERY, answer.type().getSimpleName());
                    queries.over().forEach(over -> arrows.add(new Arrow(box(Kind.PROJECTION, over.name()), box)));
                }
            }
            case Source source -> source.brings().forEach(type -> brings(box(Kind.SOURCE, source.name()), type));
            case Reaction reaction -> {
                var box = box(Kind.REACTION, reaction.name());
                reaction.clauses().forEach(clause -> reads(clause.type(), box));
                reaction.sends().forEach(sent -> commands(sent, box, true));
            }
            case Saga<?, ?> saga -> add(saga);
            case Schedule schedule -> {
                var box = box(Kind.SCHEDULE, schedule.name());
                if (schedule.brings()) {
                    brings(box, schedule.makes());
                } else {
                    commands(schedule.makes(), box, true);
                }
            }
            case Alert alert -> add(alert);
        }
    }

    private void add(Decider<?, ?> decider) {
        var box = box(Kind.DECIDER, decider.name());
        commands(decider.commands(), box, false);
        for (var type : decider.events().types()) {
            if (decider.writes(type.record())) {
                arrows.add(new Arrow(box, box(Kind.EVENT, type.name())));
            }
        }
    }

    private <S> void add(Saga<?, S> saga) {
        var box = box(Kind.SAGA, saga.name());
        for (var clause : saga.clauses()) {
            switch (clause) {
                case Saga.OnEvent<S, ?> on -> reads(on.type(), box);
                case Saga.OnAnswer<S, ?> on -> reads(on.type(), box);
                case Saga.OnEachAnswer<S, ?> on -> reads(on.type(), box);
                case Saga.OnAcceptance<S> _, Saga.OnRefusal<S> _, Saga.OnEachAcceptance<S> _,
                     Saga.OnEachRefusal<S> _, Saga.OnWake<S> _ -> {}
            }
        }
        saga.sends().forEach(sent -> commands(sent, box, true));
    }

    private void add(Alert alert) {
        var box = box(Kind.ALERT, alert.name());
        switch (alert.watched()) {
            case Watched.OfEvents<?> events -> reads(events.reading().type(), box);
            case Watched.OfSystem<?> _, Watched.OfParts _ -> {}
        }
    }

    private void commands(Class<?> type, Box box, boolean sent) {
        for (var record : Cases.of(type)) {
            var command = box(Kind.COMMAND, record.getSimpleName());
            arrows.add(sent ? new Arrow(box, command) : new Arrow(command, box));
        }
    }

    private void reads(Class<?> type, Box reader) {
        Cases.of(type).forEach(record -> arrows.add(new Arrow(event(record), reader)));
    }

    private void brings(Box source, Class<?> type) {
        Cases.of(type).forEach(record -> arrows.add(new Arrow(source, event(record))));
    }

    private Box event(Class<?> record) {
        return box(Kind.EVENT, names.getOrDefault(record, record.getSimpleName()));
    }

    private Box box(Kind kind, String name) {
        var box = new Box(kind, name);
        boxes.add(box);
        return box;
    }
}
