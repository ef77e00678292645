// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.io.Serializable;
import java.util.List;
import java.util.function.BiConsumer;

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
                .flatMap(type -> StateShape.check(type).or(() -> StoredShape.check(type)))
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
}
