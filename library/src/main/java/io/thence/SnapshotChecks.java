// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Finds what keeps the states of a fold from being written and read again. */
final class SnapshotChecks {

    private static final String FIXED =
            "let it use nothing but its arguments and static constants, or drop snapshotEvery(..)";

    private SnapshotChecks() {}

    /**
     * Checks one fold.
     *
     * @param types its event types
     * @param found is told what is wrong, and what to do
     */
    static void check(Fold<?, ?> fold, List<EventType<?>> types, BiConsumer<String, String> found) {
        if (!fold.snapshots().areKept() || fold.steps().isEmpty()) {
            return;
        }
        for (int i = 0; i < fold.steps().size(); i++) {
            var step = fold.steps().get(i);
            code("step " + (i + 1) + ", of " + step.type().getSimpleName(), step.code(), found);
        }
        for (var type : types) {
            if (type.personal().isPresent()) {
                found.accept("it keeps snapshots, and events of " + type.name() + " are about persons: a state would"
                        + " outlive what is forgotten", "drop snapshotEvery(..), or fold what is personal apart");
            }
            for (int i = 0; i < type.upcasts().size(); i++) {
                code("upcast " + (i + 1) + ", of " + type.name(), type.upcasts().get(i), found);
            }
        }
        Lambda.of(fold.steps().getFirst().code()).map(lambda -> lambda.type().returnType())
                .flatMap(type -> StateShape.check(type).or(() -> unreadable(type)))
                .ifPresent(fault -> found.accept("it keeps snapshots, but " + fault,
                        "make the state a record of components with full types, or drop snapshotEvery(..)"));
    }

    private static void code(String what, Serializable code, BiConsumer<String, String> found) {
        var lambda = Lambda.of(code);
        if (lambda.isEmpty()) {
            found.accept("it keeps snapshots, but " + what + ", is an object of " + code.getClass().getName(),
                    "make it a lambda or a method reference: their code can be compared");
        } else if (lambda.get().captured() > 0) {
            found.accept("it keeps snapshots, but " + what + ", captures "
                    + (lambda.get().captured() == 1 ? "a value" : lambda.get().captured() + " values")
                    + " from around it, which may be another one at the next start", FIXED);
        }
    }

    /** What a state of {@code type} could not be read back from, if anything. */
    static Optional<String> unreadable(Type type) {
        return unreadable(type, new HashSet<>());
    }

    private static Optional<String> unreadable(Type type, Set<Type> seen) {
        if (!seen.add(type)) {
            return Optional.empty();
        }
        return switch (type) {
            case ParameterizedType generic -> {
                var raw = (Class<?>) generic.getRawType();
                var arguments = List.of(generic.getActualTypeArguments());
                yield raw == Map.class && !isText(arguments.getFirst())
                        ? Optional.of("a map in it has keys of " + arguments.getFirst().getTypeName()
                                + ", and JSON has texts as keys")
                        : first(Stream.concat(arguments.stream(), parts(raw)), seen);
            }
            case WildcardType wild -> unreadable(wild.getUpperBounds()[0], seen);
            case Class<?> raw when raw == Object.class || raw == Number.class ->
                Optional.of("a value of type " + raw.getSimpleName() + " in it would be read back as something else");
            case Class<?> raw when raw.getTypeParameters().length > 0 ->
                Optional.of("what a " + raw.getSimpleName() + " in it holds is not known when it is read back");
            case Class<?> raw -> first(parts(raw), seen);
            default -> Optional.empty();
        };
    }

    private static Optional<String> first(Stream<Type> types, Set<Type> seen) {
        return types.flatMap(type -> unreadable(type, seen).stream()).findFirst();
    }

    private static Stream<Type> parts(Class<?> type) {
        if (type.isRecord()) {
            return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getGenericType);
        }
        return type.isSealed() && !type.isEnum() ? Arrays.stream(type.getPermittedSubclasses()) : Stream.empty();
    }

    private static boolean isText(Type type) {
        return type instanceof Class<?> key && !key.isRecord() && (key.isEnum() || !key.isSealed());
    }
}
