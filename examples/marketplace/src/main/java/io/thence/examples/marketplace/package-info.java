// SPDX-License-Identifier: Apache-2.0
/** Orders of a marketplace: {@link io.thence.examples.marketplace.Market} is the application. */
@NullMarked
package io.thence.examples.marketplace;

import org.jspecify.annotations.NullMarked;
