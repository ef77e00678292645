// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds where an application would let personal text into the log in clear, or could not get it out of a view. */
final class PersonalChecks {

    /** Begins the names of the library's own event types. */
    private static final String RESERVED = "thence.";

    private final Application application;
    private final List<Problem> problems;
    private final Map<Class<?>, EventType<?>> types = new LinkedHashMap<>();

    PersonalChecks(Application application, List<Problem> problems) {
        this.application = application;
        this.problems = problems;
    }

    private void found(Where where, String what, String mend) {
        problems.add(where.error(what, mend));
    }

    void run() {
        for (var events : application.events()) {
            for (var type : events.types()) {
                types.putIfAbsent(type.record(), type);
                type(type, new Where(type.name(), events.declared()));
            }
        }
        keys();
        application.projections().forEach(this::projection);
    }

    private void type(EventType<?> type, Where where) {
        if (type.name().startsWith(RESERVED)) {
            found(where, "names that begin with '" + RESERVED + "' are the library's own", "rename the type");
        }
        type.personal().ifPresent(personal -> personal(type, personal, where));
        filedInClear(type, where);
    }

    private void personal(EventType<?> type, EventType.Personal personal, Where where) {
        var filings = type.filings().stream()
                .filter(filing -> filing.key().name().equals(personal.subject().name())).toList();
        if (filings.size() != 1 || filings.getFirst().many()) {
            found(where, "its personal components are about one value of '" + personal.subject().name()
                            + "', but it is filed under " + (filings.isEmpty() ? "none" : "many"),
                    "file it under one, by " + personal.subject().name() + ".of(..)");
        }
        for (var name : personal.components()) {
            var component = Arrays.stream(type.record().getRecordComponents())
                    .filter(one -> one.getName().equals(name)).findFirst();
            if (component.isEmpty()) {
                found(where, type.record().getSimpleName() + " has no component '" + name + "'",
                        "name one of its components in personal(..)");
            } else if (component.get().getType() != String.class && component.get().getType() != Optional.class) {
                found(where, "component '" + name + "' is of type " + component.get().getType().getSimpleName()
                                + ", which has no value for a person who is forgotten",
                        "make it a String, which then reads as \"\", or an Optional, which then is empty");
            }
        }
    }

    private void filedInClear(EventType<?> type, Where where) {
        var personal = new HashSet<>(type.personal().map(EventType.Personal::components).orElse(List.of()));
        for (var filed : Probe.of(type)) {
            if (!filed.key().isPersonal() && personal.contains(filed.component())) {
                found(where, "its personal component '" + filed.component() + "' is filed in clear under key '"
                        + filed.key().name() + "'", "make the key personal()");
            }
            if (filed.key().isPersonal() && !personal.contains(filed.component())) {
                found(where, "component '" + filed.component() + "' is the value of key '" + filed.key().name()
                        + "', which is personal, and would be stored in clear", "name it in personal(..)");
            }
        }
    }

    /** All keys of one name must be personal, or none: a fold would not find what is filed by another rule. */
    private void keys() {
        var keys = new ArrayList<Key<?>>();
        types.values().stream().flatMap(type -> type.filings().stream()).forEach(filing -> keys.add(filing.key()));
        types.values().stream().flatMap(type -> type.personal().stream()).forEach(one -> keys.add(one.subject()));
        application.deciders().stream().flatMap(decider -> decider.readings().stream())
                .forEach(reading -> keys.add(reading.fold().key()));
        application.projections().stream().flatMap(projection -> projection.erasings().stream())
                .forEach(erasing -> keys.add(erasing.key()));
        application.reactions().stream().flatMap(reaction -> reaction.taking().by().stream()).forEach(keys::add);
        var personal = new HashMap<String, Boolean>();
        var told = new HashSet<String>();
        for (var key : keys) {
            var before = personal.putIfAbsent(key.name(), key.isPersonal());
            if (before != null && before != key.isPersonal() && told.add(key.name())) {
                found(new Where("key " + key.name(), CodePlace.UNKNOWN),
                        "it is personal in one place and not in another",
                        "use one constant, with personal() or without");
            }
        }
    }

    private void projection(Projection projection) {
        var erased = new HashSet<String>();
        for (var erasing : projection.erasings()) {
            erased.add(erasing.key().name());
            if (!application.subjectKeys().contains(erasing.key().name())) {
                found(Where.named(projection), "no event has personal components about '" + erasing.key().name() + "'",
                        "drop its onErased(..), or declare them by personal(..)");
            }
        }
        var told = new HashSet<String>();
        for (var clause : projection.clauses()) {
            for (var subject : subjects(clause.type())) {
                if (!erased.contains(subject) && told.add(subject)) {
                    found(Where.named(projection), "it reads personal components about '" + subject
                                    + "' and does not say what becomes of them",
                            "add onErased(..) for that key, which blanks the rows of one who is forgotten");
                }
            }
        }
    }

    private Set<String> subjects(Class<?> clause) {
        var subjects = new TreeSet<String>();
        for (var type : types.values()) {
            if (clause.isAssignableFrom(type.record())) {
                type.personal().ifPresent(personal -> subjects.add(personal.subject().name()));
            }
        }
        return subjects;
    }
}
