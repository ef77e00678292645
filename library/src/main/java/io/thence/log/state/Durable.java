// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.log.segment.Place;

/**
 * How far the log is durable: readers see up to here and no further.
 *
 * @param head position of the last durable event
 * @param end  where the last durable frame ends
 */
public record Durable(long head, Place end) {}
