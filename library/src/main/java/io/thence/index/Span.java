// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

/**
 * A piece of a segment of the log: one frame with events, or some short ones one after the other.
 *
 * @param offset where it starts
 * @param end    where it ends
 */
public record Span(long offset, long end) {}
