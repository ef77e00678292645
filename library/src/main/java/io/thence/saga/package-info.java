// SPDX-License-Identifier: Apache-2.0
/**
 * Sagas as they run: {@link io.thence.saga.SagaHandler} takes what comes to an instance one step further, each step an
 * event of its own, and sends what it asks; {@link io.thence.saga.Timers} wakes those that wish for it.
 */
@NullMarked
package io.thence.saga;

import org.jspecify.annotations.NullMarked;
