// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of an application in its own words: given these events, when this command is sent, then these events. {@link
 * io.thence.testing.spec.Spec} is where to begin, {@link io.thence.testing.spec.Laws} what comes for nothing, {@link
 * io.thence.testing.spec.Replay} what keeps old logs readable, {@link io.thence.testing.spec.HistoryCheck} what keeps
 * sagas on their way.
 *
 * <p>Everything runs in memory on the engine of production. What fails is an {@link AssertionError}, so any test
 * framework will do.
 */
@NullMarked
package io.thence.testing.spec;

import org.jspecify.annotations.NullMarked;
