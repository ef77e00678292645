// SPDX-License-Identifier: Apache-2.0
/**
 * Where reliability lives: {@link io.thence.processor.Processor} takes the events of a log to a handler, those of one
 * key in order, tries again what fails, and keeps what cannot be handled as dead letters.
 */
@NullMarked
package io.thence.processor;

import org.jspecify.annotations.NullMarked;
