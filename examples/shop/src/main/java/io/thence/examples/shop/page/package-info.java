// SPDX-License-Identifier: Apache-2.0
/**
 * The shop's live page: {@link io.thence.examples.shop.page.ShopPage} asks the books twice a second for a {@link
 * io.thence.examples.shop.page.Snapshot}; the files in {@code static} show it.
 */
@NullMarked
package io.thence.examples.shop.page;

import org.jspecify.annotations.NullMarked;
