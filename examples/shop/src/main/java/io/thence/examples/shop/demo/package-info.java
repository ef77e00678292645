// SPDX-License-Identifier: Apache-2.0
/** The command {@code thence demo}: the shop fed with real orders, with a live page or headless. */
@NullMarked
package io.thence.examples.shop.demo;

import org.jspecify.annotations.NullMarked;
