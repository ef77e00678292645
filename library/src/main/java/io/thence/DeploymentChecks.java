// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds where applications over one store would be in each other's way, beside what is wrong with each of them. */
final class DeploymentChecks {

    private final Deployment deployment;
    private final List<Problem> problems = new ArrayList<>();

    private DeploymentChecks(Deployment deployment) {
        this.deployment = deployment;
    }

    static List<Problem> check(Deployment deployment) {
        return deployment.applications().size() == 1 ? deployment.applications().getFirst().check()
                : new DeploymentChecks(deployment).problems();
    }

    private List<Problem> problems() {
        for (var application : deployment.applications()) {
            application.check().forEach(problem -> problems.add(new Problem(problem.severity(),
                    application.name() + ", " + problem.where(), problem.declared(), problem.what(), problem.mend())));
        }
        boolean areSound = problems.stream().noneMatch(Problem::isError);
        if (deployment.applications().isEmpty()) {
            problems.add(new Problem("deployment " + deployment.name(), "it has no applications",
                    "add them by with(..)"));
        }
        applications();
        consumers();
        types();
        keys();
        commands();
        folds();
        if (areSound) {
            circles();
        }
        return List.copyOf(problems);
    }

    /** What has a name of its own in the whole deployment: who has it, in their order. */
    private static final class Names<N> {

        private final Map<N, Set<String>> owners = new LinkedHashMap<>();
        private final Map<N, Where> places = new HashMap<>();

        void add(N name, Application owner, Where where) {
            owners.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(owner.name());
            places.putIfAbsent(name, where);
        }

        List<Problem> shared(String what, String mend) {
            return owners.entrySet().stream().filter(each -> each.getValue().size() > 1)
                    .map(each -> places.getOrDefault(each.getKey(), new Where("", CodePlace.UNKNOWN)).error(
                            "applications " + quoted(each.getValue()) + " " + what, mend))
                    .toList();
        }
    }

    private static String quoted(Set<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(" and "));
    }

    private void applications() {
        var seen = new LinkedHashSet<String>();
        for (var application : deployment.applications()) {
            if (!seen.add(application.name())) {
                problems.add(new Problem("application " + application.name(), "two applications have this name",
                        "an event says by it where it comes from: rename one"));
            }
        }
    }

    private void consumers() {
        var names = new Names<String>();
        for (var application : deployment.applications()) {
            for (var part : application.parts()) {
                switch (part) {
                    case Projection _, MemoryProjection<?> _, StoreProjection _, Reaction _, Saga<?, ?> _,
                            Schedule _, Alert _ ->
                        names.add(part.name(), application, Where.named(part));
                    case Events<?> _, Decider<?, ?> _, Queries _, Source _ -> {}
                }
            }
        }
        problems.addAll(names.shared("both have a part of this name", "a checkpoint belongs to one part: rename one"));
    }

    private void commands() {
        var names = new Names<Class<?>>();
        for (var application : deployment.applications()) {
            for (var decider : application.deciders()) {
                Cases.known(decider.commands()).forEach(command -> names.add(command, application,
                        new Where("command " + command.getSimpleName(), decider.declared())));
            }
        }
        problems.addAll(names.shared("both decide it", "one decides a command, others ask for it by an event"));
    }

    private void folds() {
        var kept = new HashMap<String, Fold<?, ?>>();
        for (var application : deployment.applications()) {
            for (var fold : application.folds()) {
                var before = fold.snapshots().areKept() ? kept.putIfAbsent(fold.snapshotKey(), fold) : null;
                if (before != null && isOther(before, fold, application)) {
                    problems.add(new Where("fold by " + fold.key().name(), fold.declared()).error("two applications"
                            + " keep snapshots of different folds under '" + fold.snapshotKey() + "'",
                            "give one of them a name by named(\"..\"), or read one constant in both places"));
                }
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // two folds of equal parts are two folds
    private static boolean isOther(Fold<?, ?> before, Fold<?, ?> fold, Application application) {
        return before != fold && application.folds().stream().noneMatch(own -> own == before);
    }

    /** What readers of a type go by: where two differ in it, one could not read what the other one writes. */
    private record Definition(String name, String record, int version, List<String> keys, String personal) {

        static Definition of(EventType<?> type) {
            return new Definition(type.name(), type.record().getName(), type.version(),
                    type.filings().stream().map(filing -> filing.key().name()).toList(),
                    type.personal().map(each -> each.subject().name() + each.components()).orElse(""));
        }

        static Definition of(Retired type) {
            return new Definition(type.name(), "nothing any more", type.version(), List.of(), "");
        }

        String differences(Definition other) {
            var all = new ArrayList<String>();
            differ(all, "name", name, other.name);
            differ(all, "record", record, other.record);
            differ(all, "version", version, other.version);
            differ(all, "keys", keys, other.keys);
            differ(all, "personal components", personal, other.personal);
            return String.join(", ", all);
        }

        private static void differ(List<String> all, String what, Object one, Object other) {
            if (!one.equals(other)) {
                all.add(what + ": " + one + " and " + other);
            }
        }
    }

    private record Defined(Application by, Definition definition) {}

    private void types() {
        var known = new HashMap<String, Defined>();
        var writers = new Names<String>();
        for (var application : deployment.applications()) {
            for (var events : application.events()) {
                for (var type : events.types()) {
                    var where = new Where("event " + type.name(), events.declared());
                    var defined = new Defined(application, Definition.of(type));
                    type.names().forEach(name -> defined(known, name, defined, where));
                    if (writes(application, type.record())) {
                        writers.add(type.name(), application, where);
                    }
                }
                events.retired().forEach(type -> defined(known, type.name(),
                        new Defined(application, Definition.of(type)),
                        new Where("event " + type.name(), events.declared())));
            }
        }
        problems.addAll(writers.shared("both write it", "one application writes a type, others read it: say in"
                + " writing(..) which events a decider answers with, or rename one"));
    }

    private void defined(Map<String, Defined> known, String name, Defined defined, Where where) {
        var before = known.putIfAbsent(name, defined);
        if (before != null && !before.definition().equals(defined.definition())) {
            problems.add(where.error("applications '" + before.by().name() + "' and '" + defined.by().name()
                    + "' define it differently (" + before.definition().differences(defined.definition()) + ")",
                    "name it in one place, and let both use that"));
        }
    }

    private static boolean writes(Application application, Class<?> record) {
        return application.deciders().stream().anyMatch(decider -> decider.writes(record)
                        && decider.events().types().stream().anyMatch(type -> type.record() == record))
                || application.schedules().stream().anyMatch(schedule -> schedule.brings()
                        && Cases.known(schedule.makes()).contains(record))
                || application.folds().stream().flatMap(fold -> fold.closedBy().stream())
                        .anyMatch(type -> type.isAssignableFrom(record));
    }

    /** A key is personal for all, or for nobody: one could not find what the other one files. */
    private void keys() {
        var first = new HashMap<String, Boolean>();
        var told = new LinkedHashSet<String>();
        for (var application : deployment.applications()) {
            keys(application).forEach(key -> {
                var before = first.putIfAbsent(key.name(), key.isPersonal());
                if (before != null && before != key.isPersonal() && told.add(key.name())) {
                    problems.add(new Problem("key " + key.name(), "it is personal in one application and not in"
                            + " another", "use one constant, with personal() or without"));
                }
            });
        }
    }

    private static Stream<Key<?>> keys(Application application) {
        var types = application.events().stream().flatMap(events -> events.types().stream()).toList();
        return Stream.of(types.stream().flatMap(type -> type.filings().stream()).map(Filing::key),
                types.stream().flatMap(type -> type.personal().stream()).<Key<?>>map(EventType.Personal::subject),
                application.folds().stream().<Key<?>>map(Fold::key)).flatMap(each -> each);
    }

    private void circles() {
        var types = new HashMap<Class<?>, EventType<?>>();
        var whole = deployment.whole();
        whole.events().forEach(events -> events.types().forEach(type -> types.put(type.record(), type)));
        new FlowChecks(whole, types, problems).circles();
    }
}
