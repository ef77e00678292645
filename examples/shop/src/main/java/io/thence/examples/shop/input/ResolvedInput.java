// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

/**
 * The input that is taken.
 *
 * @param name     names its data directory: letters, digits, dots, hyphens and underscores, with no dot in front
 * @param sentence says which input was taken, and from where
 */
public record ResolvedInput(String name, InvoiceSource source, String sentence) {}
