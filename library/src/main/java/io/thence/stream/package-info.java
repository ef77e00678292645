// SPDX-License-Identifier: Apache-2.0
/**
 * Operators over events: each a {@link io.thence.stream.KeyedMachine}, a state for each key with timers, that does
 * nothing by itself and knows no clock. Whoever hosts it gives it events and the time.
 */
@NullMarked
package io.thence.stream;

import org.jspecify.annotations.NullMarked;
