// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what is wrong with what a reaction does outside. */
final class EffectChecks {

    private final Reaction reaction;
    private final Map<Class<?>, EventType<?>> types;
    private final List<Problem> problems;

    /** For an application whose {@code types} of events are known by their records. */
    EffectChecks(Reaction reaction, Map<Class<?>, EventType<?>> types, List<Problem> problems) {
        this.reaction = reaction;
        this.types = types;
        this.problems = problems;
    }

    void run() {
        var names = new HashSet<String>();
        var personal = personal();
        for (var effect : reaction.calls()) {
            if (!names.add(effect.name())) {
                found(effect, "two effects have this name", "rename one, and name each once in calling(..)");
            }
            request(effect).ifPresent(fault -> found(effect, "its request: " + fault, "make it a record, an enum, a"
                    + " sealed interface of these, or a plain value"));
            answer(effect.answer()).ifPresent(fault -> found(effect, "its answer: " + fault, "an answer is kept: make"
                    + " it a record, an enum, a sealed interface of these, or a plain value"));
            if (effect.personal() && !personal.isEmpty()) {
                found(effect, "it reads " + personal + ", which is about persons, and what is answered is kept in"
                        + " clear", "say answersNothingPersonal() if nothing in the answer is, or let it answer with"
                                + " less");
            }
        }
    }

    private void found(Effect<?, ?> effect, String what, String mend) {
        problems.add(Where.of(reaction).in("effect '" + effect.name() + "'").error(what, mend));
    }

    private static Optional<String> request(Effect<?, ?> effect) {
        return generic(effect.request()).or(() -> StoredShape.check(effect.request()));
    }

    private static Optional<String> answer(Class<?> type) {
        return generic(type).or(() -> StateShape.check(type)).or(() -> StoredShape.check(type));
    }

    private static Optional<String> generic(Class<?> type) {
        if (type.isPrimitive()) {
            return Optional.of(type + " is no class of values: name the class of what is asked or answered");
        }
        return type.getTypeParameters().length == 0 ? Optional.empty()
                : Optional.of("a " + type.getSimpleName() + " says nothing of what is in it");
    }

    /** The names of the types of events that it reads and in which something is personal. */
    private String personal() {
        return types.values().stream().filter(type -> type.personal().isPresent() && reaction.clauses().stream()
                        .anyMatch(clause -> clause.type().isAssignableFrom(type.record())))
                .map(EventType::name).sorted().collect(Collectors.joining(", "));
    }
}
