// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

/** What a store can do beyond the least. The suite asserts what follows from each, or from its absence. */
public enum Capability {
    /** The numbers of positions have no gaps while nothing is removed. */
    DENSE_POSITIONS,
    /** A condition fails only if something matches it; without this it may fail without need, never the other way. */
    EXACT_CONDITIONS,
    /** The test can hold back flushes: {@link EventStoreContract#flushes} is a gate. */
    HELD_FLUSHES
}
