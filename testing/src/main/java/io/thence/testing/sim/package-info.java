// SPDX-License-Identifier: Apache-2.0
/**
 * Runs a whole application in a simulated world: {@link io.thence.testing.sim.Simulator} is where to begin.
 *
 * <p>One seed gives the order in which things run, the clock, chance, and what a loss of power leaves on the disk. The
 * same seed gives the same {@link io.thence.testing.sim.Trace}, also in another JVM.
 */
@NullMarked
package io.thence.testing.sim;

import org.jspecify.annotations.NullMarked;
