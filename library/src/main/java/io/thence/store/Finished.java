// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

/**
 * A consumer's word that it has finished with everything up to a position.
 *
 * @param consumer its name
 * @param token    the fencing token under which it works; one with a lower token is refused
 * @param upTo     number of the position
 */
public record Finished(String consumer, long token, long upTo) {}
