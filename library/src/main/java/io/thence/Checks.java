// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what is wrong with an application before it is started, all at once. */
final class Checks {

    private final Application application;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Class<?>, EventType<?>> types = new HashMap<>();
    private final Set<String> typeNames = new HashSet<>();
    private final Set<Class<?>> commands = new HashSet<>();
    private final ValueShape stored = new ValueShape(new StoredShape());

    Checks(Application application) {
        this.application = application;
    }

    List<Problem> problems() {
        application.events().forEach(this::events);
        application.deciders().forEach(this::commands);
        names();
        for (var part : application.parts()) {
            switch (part) {
                case Events<?> _ -> {}
                case Decider<?, ?> decider -> decider(decider);
                case Projection projection -> projection(projection);
                case MemoryProjection<?> projection -> {
                    reads(projection, projection.clauses().stream().map(MemoryProjection.Clause::type));
                    PolicyChecks.check(projection, projection.policy(), problems);
                }
                case StoreProjection projection -> {
                    reads(projection, projection.reads().stream());
                    PolicyChecks.check(projection, projection.policy(), problems);
                }
                case Reaction reaction -> reaction(reaction);
                case Saga<?, ?> saga -> {
                    reads(saga, saga.triggers().stream());
                    SagaChecks.check(saga, application, problems);
                }
                case Source source -> source(source);
                case Schedule schedule -> new ScheduleChecks(schedule, application, problems).check();
                case Alert alert -> new AlertChecks(alert, application, types, problems).check();
                case Queries queries -> QueryChecks.check(queries, application, problems);
            }
        }
        new PersonalChecks(application, problems).run();
        new FlowChecks(application, types, problems).run();
        return List.copyOf(problems);
    }

    private void found(Where where, String what, String mend) {
        problems.add(where.error(what, mend));
    }

    private List<Class<?>> cases(Where where, Class<?> type) {
        try {
            return Cases.of(type);
        } catch (IllegalArgumentException e) {
            found(where, String.valueOf(e.getMessage()), "events and commands are records of a sealed interface");
            return List.of();
        }
    }

    private void events(Events<?> events) {
        var where = Where.of(events);
        var named = new HashSet<Class<?>>();
        for (var type : events.types()) {
            named.add(type.record());
            if (types.put(type.record(), type) != null) {
                found(where, type.record().getSimpleName() + " is named twice", "name each type once");
            }
            type.names().forEach(name -> stored(where, name));
        }
        events.retired().forEach(before -> stored(where, before.name()));
        for (var type : cases(where, events.family())) {
            if (!named.contains(type)) {
                found(where, type.getSimpleName() + " has no name",
                        "add .type(\"..\", " + type.getSimpleName() + ".class, ..)");
            }
            shape(where, type);
        }
    }

    private void shape(Where where, Class<?> type) {
        stored.faults(type).forEach(fault -> found(where, fault, "make it a record, an enum, a sealed interface of"
                + " these, a text, a number, a time or a collection of these"));
    }

    private void stored(Where where, String name) {
        if (!typeNames.add(name)) {
            found(where, "two types have the name '" + name + "'",
                    "a stored event must tell its type by its name: rename one");
        }
    }

    private void commands(Decider<?, ?> decider) {
        for (var command : cases(Where.of(decider), decider.commands())) {
            if (!commands.add(command)) {
                found(Where.of(decider), command.getSimpleName() + " is decided by another decider too",
                        "one decider for each command");
            }
            shape(Where.of(decider), command);
        }
    }

    private void names() {
        var seen = new HashSet<String>();
        for (var part : application.parts()) {
            if (!(part instanceof Events<?> || part instanceof Decider<?, ?>) && !seen.add(part.name())) {
                found(Where.named(part), "two parts have this name", "a checkpoint belongs to one part: rename one");
            }
        }
        var kept = new HashSet<String>();
        for (var fold : application.folds()) {
            if (fold.snapshots().areKept() && !kept.add(fold.snapshotKey())) {
                found(new Where("fold by " + fold.key().name(), fold.declared()),
                        "two folds keep snapshots under '" + fold.snapshotKey() + "'",
                        "give one of them a name by named(\"..\"), or read one constant in both places");
            }
        }
    }

    private void decider(Decider<?, ?> decider) {
        var where = Where.of(decider);
        if (!application.parts().contains(decider.events())) {
            found(where, "its events, " + decider.events().name() + ", are no part of the application",
                    "add them to with(..)");
        }
        if (decider.readings().size() > Decider.READINGS_MAX) {
            found(where, "it reads " + decider.readings().size() + " folds", "at most " + Decider.READINGS_MAX
                    + ": make it two deciders");
        }
        decider.refusals().flatMap(type -> StateShape.check(type).or(() -> StoredShape.check(type)))
                .ifPresent(fault -> found(where.in("what it refuses with"), fault,
                        "a refusal is a value as a state is: a record, an enum or a sealed interface of these"));
        for (var reading : decider.readings()) {
            fold(where, reading.fold());
            if (!reading.consulted()) {
                boundary(where, decider, reading.fold().key());
            }
        }
    }

    /** Two commands that read the same must be able to conflict: one writes what the other reads. */
    private void boundary(Where where, Decider<?, ?> decider, Key<?> key) {
        var filed = decider.events().types().stream()
                .filter(type -> decider.writes(type.record()) && type.isFiledUnder(key)).toList();
        var steps = decider.readings().stream().map(Decider.Reading::fold)
                .filter(fold -> fold.key().name().equals(key.name())).flatMap(fold -> fold.steps().stream()).toList();
        boolean read = filed.stream().anyMatch(type ->
                steps.stream().anyMatch(step -> step.type().isAssignableFrom(type.record())));
        boolean sound = !steps.isEmpty() && steps.stream().allMatch(step -> isFiledUnder(step.type(), key));
        if (!read && (filed.isEmpty() || sound)) { // else the fold's own faults are told
            found(where, "it reads key '" + key.name() + "', under which none of its events is filed"
                            + (filed.isEmpty() ? "" : " that it reads there")
                            + ", so two of its commands can never conflict there",
                    "file what it writes under that key" + (filed.isEmpty() ? "" : " and read it there")
                            + ", or say consulting(..) where it is only looked up");
        }
    }

    private boolean isFiledUnder(Class<?> read, Key<?> key) {
        return types.values().stream()
                .anyMatch(type -> read.isAssignableFrom(type.record()) && type.isFiledUnder(key));
    }

    private void fold(Where where, Fold<?, ?> fold) {
        var at = where.in(fold);
        if (fold.steps().isEmpty()) {
            found(at, "it has no steps", "say what an event does by on(..)");
        }
        var read = new ArrayList<EventType<?>>();
        for (var step : fold.steps()) {
            for (var type : known(at, step.type())) {
                read.add(type);
                var filings = type.filings().stream()
                        .filter(filing -> filing.key().name().equals(fold.key().name()))
                        .toList();
                if (filings.isEmpty()) {
                    found(at, type.name() + " is not filed under '" + fold.key().name() + "', so it is never seen",
                            "file it there, or drop the step");
                } else if (!step.each() && (filings.size() > 1 || filings.getFirst().many())) {
                    found(at, type.name() + " is filed under many values of '" + fold.key().name() + "'",
                            "use onEach(..), whose step is told which value it is for");
                }
            }
        }
        for (var type : fold.closedBy().stream().flatMap(type -> known(at, type).stream()).toList()) {
            if (!type.isFiledUnder(fold.key())) {
                found(at, "its books are closed by " + type.name() + ", which is not filed under '" + fold.key().name()
                        + "': the state would be lost", "file it there, or leave it out of closedBy(..)");
            }
        }
        fold.fault().ifPresent(fault -> found(at, fault,
                "a state is a record, an enum, a string, a number, a time or an unmodifiable collection of these"));
        SnapshotChecks.check(fold, read, (what, mend) -> found(at, what, mend));
    }

    private void source(Source source) {
        if (source.brings().isEmpty()) {
            found(Where.named(source), "it brings no events", "say which by bringing(..), or drop it");
        }
        source.brings().forEach(type -> known(Where.named(source), type));
    }

    private void reads(Part part, Stream<? extends Class<?>> types) {
        List<? extends Class<?>> read = types.toList();
        if (read.isEmpty()) {
            found(Where.named(part), "it reads no events", "say what it does by on(..), or drop it");
        }
        read.forEach(type -> known(Where.named(part), type));
    }

    private void projection(Projection projection) {
        var where = Where.named(projection);
        reads(projection, projection.clauses().stream().map(Projection.Clause::type));
        PolicyChecks.check(projection, projection.policy(), problems);
        projection.annulling().undoings().forEach(undoing -> known(where, undoing.type()));
        projection.parallelBy().ifPresent(key -> projection.clauses().stream()
                .flatMap(clause -> cases(where, clause.type()).stream()).distinct()
                .map(types::get).filter(Objects::nonNull).forEach(type -> lane(where, type, key, "parallelBy(..)")));
        projection.swapping().older().ifPresent(this::projection);
    }

    private void lane(Where where, EventType<?> type, Key<?> key, String said) {
        var filings = type.filings().stream().filter(filing -> filing.key().name().equals(key.name())).toList();
        if (filings.size() != 1 || filings.getFirst().many()) {
            found(where, "its events go to lanes by '" + key.name() + "', and " + type.name() + " is filed under "
                    + (filings.isEmpty() ? "no value" : "many values") + " of it",
                    "file it under one value, by " + key.name() + ".of(..), or drop " + said);
        }
    }

    private void reaction(Reaction reaction) {
        reads(reaction, reaction.clauses().stream().map(Reaction.Clause::type));
        for (var command : reaction.sends()) {
            if (cases(Where.of(reaction), command).stream().anyMatch(c -> !commands.contains(c))) {
                found(Where.of(reaction), "it sends " + command.getSimpleName() + ", which nothing decides",
                        "add a decider for it");
            }
        }
        if (reaction.policy().guards().timeLimit().isPresent()
                && reaction.clauses().stream().anyMatch(clause -> clause.batch() > 1)) {
            found(Where.of(reaction), "it takes batches under a time limit, and an event's wait for its batch would"
                    + " count", "leave timeLimit(..) out, and have what the batch calls limit itself");
        }
        taking(reaction);
        new EffectChecks(reaction, types, problems).run();
    }

    private void taking(Reaction reaction) {
        var where = Where.of(reaction);
        var read = reaction.clauses().stream().flatMap(clause -> cases(where, clause.type()).stream()).distinct()
                .map(types::get).filter(Objects::nonNull).toList();
        reaction.taking().by().ifPresent(key -> read.forEach(type -> lane(where, type, key, "by(..)")));
        var about = reaction.taking().about();
        for (var type : read) {
            if (!about.isEmpty() && about.stream().noneMatch(values -> values.stream().allMatch(value ->
                    isFiledUnder(type, value)))) {
                found(where, "it is about values of " + about.stream().map(values -> String.join(" and ",
                        values.stream().map(KeyValue::key).toList())).distinct().toList() + ", and " + type.name()
                        + " is never filed so, so it never sees one", "file it there, or drop its clause, or say"
                        + " about(..) with what it is filed under");
            }
        }
    }

    private static boolean isFiledUnder(EventType<?> type, KeyValue value) {
        return type.filings().stream().anyMatch(filing -> filing.key().name().equals(value.key()));
    }

    private List<EventType<?>> known(Where where, Class<?> type) {
        var known = new ArrayList<EventType<?>>();
        for (var record : cases(where, type)) {
            var named = types.get(record);
            if (named != null) {
                known.add(named);
            } else {
                found(where, record.getSimpleName() + " is no event of the application", "add its Events to with(..)");
            }
        }
        return known;
    }
}
