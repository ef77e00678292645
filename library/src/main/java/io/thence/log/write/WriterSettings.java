// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

/**
 * Limits of the writer.
 *
 * @param segmentBytes  a segment that would grow beyond this is closed and the next one begun
 * @param allocateBytes how much room is made at once
 * @param groupBytes    the most bytes that are written at once, but for a single greater batch
 * @param groupRequests the most requests that are written at once
 * @param waitingMax    requests that may wait before their callers do
 */
public record WriterSettings(int segmentBytes, int allocateBytes, int groupBytes, int groupRequests, int waitingMax) {}
