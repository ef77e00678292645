// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.Lineage;

/**
 * Where a log ends, or would go on.
 *
 * @param lineage  which log, in which life
 * @param segment  number of the last segment
 * @param offset   where its content ends
 * @param head     position of the last event; 0 in an empty log
 * @param checksum checksum of the last frame
 */
public record LogEnd(Lineage lineage, int segment, long offset, long head, int checksum) {}
