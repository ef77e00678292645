// SPDX-License-Identifier: Apache-2.0
/**
 * What comes out of order from producers that number what they send: {@link io.thence.order.Gaps} finds what is
 * missing, {@link io.thence.order.Resequencer} puts the rest in order, {@link io.thence.order.InOrder} does so in
 * memory, {@link io.thence.order.DisorderMeter} says how much that was. None has a clock: who hosts them says the time,
 * or has the timers.
 */
@NullMarked
package io.thence.order;

import org.jspecify.annotations.NullMarked;
