// SPDX-License-Identifier: Apache-2.0
/**
 * The first port: a store of events, with its promises. The contract suite in {@code thence-testing} says what an
 * implementation owes.
 */
@NullMarked
package io.thence.store;

import org.jspecify.annotations.NullMarked;
