// SPDX-License-Identifier: Apache-2.0
/** Takes orders, and decides what becomes of goods that are not there. */
@NullMarked
package io.thence.examples.fulfilment.ordering;

import org.jspecify.annotations.NullMarked;
