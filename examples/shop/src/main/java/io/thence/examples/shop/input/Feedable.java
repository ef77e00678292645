// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

/** One thing for the shop to be fed with: a run of invoice lines, or a line that is to be refused. */
public sealed interface Feedable permits Run, RefusedLine {}
