// SPDX-License-Identifier: Apache-2.0
/** Sends parcels. */
@NullMarked
package io.thence.examples.fulfilment.shipping;

import org.jspecify.annotations.NullMarked;
