// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.Fold;
import io.thence.Lambda;
import io.thence.code.Fingerprint;
import io.thence.event.EventCodec;
import io.thence.event.StateJson;
import java.util.Optional;

/**
 * Tells one version of a fold from another: a hash of all that a state depends on besides the events. That is the
 * starting state, the shape of states, and what its {@link Fingerprint} has of steps and events. A change that makes no
 * difference costs no more than folding anew.
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
        var print = new Fingerprint(codec).words(FORMAT + " revised " + fold.snapshots().revision())
                .shape(state.get());
        for (var step : fold.steps()) {
            print.code(step.code()).words(step.each() ? " each" : " on").reads(step.type());
        }
        return print.captures() ? Optional.empty() : print.hash(StateJson.write(fold.start(), state.get()));
    }
}
