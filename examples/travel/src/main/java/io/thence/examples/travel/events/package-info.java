// SPDX-License-Identifier: Apache-2.0
/** What booking, payment and notification tell one another: all that they share. */
@NullMarked
package io.thence.examples.travel.events;

import org.jspecify.annotations.NullMarked;
