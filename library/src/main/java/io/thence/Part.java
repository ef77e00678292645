// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * A part of an {@link Application}: pure data that says what is to happen. It starts nothing. Everything that
 * interprets parts (checks, drawings, engines) switches over these cases.
 */
public sealed interface Part permits Events, Decider, Projection, MemoryProjection, StoreProjection, Reaction,
        Saga, Queries, Source, Schedule, Alert {
    /** The name in drawings, messages and checkpoints. */
    String name();

    /** Where the code declares it. */
    CodePlace declared();
}
