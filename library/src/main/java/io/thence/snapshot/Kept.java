// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.event.StateJson;
import io.thence.store.Claim;
import java.lang.reflect.Type;

/**
 * A snapshot as it is stored.
 *
 * @param fingerprint of the fold that made it
 * @param claim       the last event that is in the state
 * @param state       the state
 */
record Kept<S>(String fingerprint, Claim claim, S state) {

    /** The part of it that says whether it is any good: all but the state. */
    record Head(String fingerprint, Claim claim) {}

    static Type type(Class<?> state) {
        return StateJson.generic(Kept.class, state);
    }
}
