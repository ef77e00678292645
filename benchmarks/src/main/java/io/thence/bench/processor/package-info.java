// SPDX-License-Identifier: Apache-2.0
/** The rows of {@code thence bench processors}: from an event to its handler, sagas and timers. */
@NullMarked
package io.thence.bench.processor;

import org.jspecify.annotations.NullMarked;
