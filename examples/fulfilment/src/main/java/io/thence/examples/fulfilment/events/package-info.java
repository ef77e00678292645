// SPDX-License-Identifier: Apache-2.0
/** What orders, inventory and shipping tell each other: all that they share. */
@NullMarked
package io.thence.examples.fulfilment.events;

import org.jspecify.annotations.NullMarked;
