// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.EventType;
import io.thence.Fold;
import io.thence.Lambda;
import io.thence.Merged;
import io.thence.Retired;
import io.thence.code.CodeText;
import io.thence.code.ShapeText;
import io.thence.event.EventCodec;
import io.thence.event.StateJson;
import io.thence.store.ContentHash;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells one version of a fold from another: a hash of all that a state depends on besides the events. That is the
 * starting state, the shape of states and of the events that are read, with their names, versions, upcasts, splits and
 * merges, and what the code of the steps and of all these does, with all that it calls in the application. Equal in any
 * JVM; a change that makes no difference may change it, which costs no more than folding anew.
 */
final class FoldFingerprint {

    private static final String FORMAT = "2";

    private FoldFingerprint() {}

    /** The type of the fold's states, as its first step says it. */
    static Optional<Class<?>> stateType(Fold<?, ?> fold) {
        return fold.steps().stream().findFirst().flatMap(step -> Lambda.of(step.code()))
                .map(lambda -> lambda.type().returnType());
    }

    /** The fingerprint of {@code fold}; empty where its code cannot be compared. */
    static Optional<String> of(Fold<?, ?> fold, EventCodec codec) {
        var state = stateType(fold);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        var codes = new ArrayList<Serializable>();
        var shapes = new ShapeText().add(state.get());
        var plan = new StringBuilder(FORMAT + " revised " + fold.snapshots().revision());
        for (var step : fold.steps()) {
            codes.add(step.code());
            plan.append(step.each() ? " each" : " on");
            for (var type : codec.types(step.type())) {
                add(type, plan, shapes);
                codes.addAll(type.upcasts());
                for (var before : codec.retired(type)) {
                    add(before, plan);
                    codes.addAll(before.upcasts());
                    before.parts().forEach(part -> codes.add(part.split()));
                }
                for (var merged : codec.merges(type)) {
                    add(merged, plan);
                    codes.add(merged.merge());
                }
            }
        }
        return code(codes, shapes).map(code -> ContentHash.sha256(bytes(plan.toString()),
                StateJson.write(fold.start(), state.get()), bytes(shapes.toString()), bytes(code)).hex());
    }

    private static void add(EventType<?> type, StringBuilder plan, ShapeText shapes) {
        plan.append(' ').append(String.join("=", type.names())).append(':').append(type.version());
        shapes.add(type.record());
    }

    private static void add(Retired before, StringBuilder plan) {
        plan.append(" before ").append(before.name()).append(':').append(before.version());
        before.parts().forEach(part -> plan.append('>').append(part.version()));
    }

    private static void add(Merged merged, StringBuilder plan) {
        plan.append(" merged ").append(merged.first()).append('+').append(merged.second()).append('>')
                .append(merged.version());
    }

    private static Optional<String> code(Iterable<Serializable> codes, ShapeText shapes) {
        var lambdas = new ArrayList<Lambda>();
        for (var code : codes) {
            var lambda = Lambda.of(code);
            if (lambda.isEmpty() || lambda.get().captured() > 0) {
                return Optional.empty();
            }
            lambdas.add(lambda.get());
        }
        var loader = lambdas.getFirst().loader();
        boolean oneLoader = lambdas.stream().allMatch(lambda -> Objects.equals(lambda.loader(), loader));
        return oneLoader ? CodeText.of(loader, lambdas, shapes.records()) : Optional.empty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
