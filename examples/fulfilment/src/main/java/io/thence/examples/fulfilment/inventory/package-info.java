// SPDX-License-Identifier: Apache-2.0
/** Has the shelves, and buys what customers wait for. */
@NullMarked
package io.thence.examples.fulfilment.inventory;

import org.jspecify.annotations.NullMarked;
