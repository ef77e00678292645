// SPDX-License-Identifier: Apache-2.0
/**
 * The shop: a wholesaler of gifts, with the real orders of one. {@link io.thence.examples.shop.Shop} is the
 * application; {@link io.thence.examples.shop.Books} are its read models.
 */
@NullMarked
package io.thence.examples.shop;

import org.jspecify.annotations.NullMarked;
