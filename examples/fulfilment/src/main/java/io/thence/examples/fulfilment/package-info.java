// SPDX-License-Identifier: Apache-2.0
/**
 * From an order to its parcels, without anybody in charge: {@link io.thence.examples.fulfilment.Fulfilment} has the
 * applications.
 */
@NullMarked
package io.thence.examples.fulfilment;

import org.jspecify.annotations.NullMarked;
