// SPDX-License-Identifier: Apache-2.0
/**
 * The shop's input: which file of invoice lines is taken, and what is on each of its lines.
 *
 * <p>{@link InputResolver} finds an {@link InvoiceSource}; its {@link Entries} are lines, good or refused; and
 * {@link Runs} puts adjacent lines of one invoice together, which is what the shop is fed with. Nothing here knows
 * events, stock or totals.
 */
@NullMarked
package io.thence.examples.shop.input;

import org.jspecify.annotations.NullMarked;
