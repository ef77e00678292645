// SPDX-License-Identifier: Apache-2.0
/**
 * Alerts as they run: a watch takes events, or what is measured, to the {@link io.thence.stream.KeyedMachine} of a rule
 * and says in the log what is raised and what is over; a processor tells the notifiers of it.
 */
@NullMarked
package io.thence.alert;

import org.jspecify.annotations.NullMarked;
