// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.BadRequest;
import io.thence.log.state.LogOpening;
import io.thence.log.write.WriterSettings;

/**
 * Limits of the engine.
 *
 * @param segmentBytes  a segment that would grow beyond this is closed and the next one begun
 * @param allocateBytes how much room is made at once
 * @param groupBytes    the most bytes that one flush carries, but for a single greater batch; up to twice as many where
 *                      they came while another flush went on
 * @param groupRequests the most requests that one flush carries
 * @param waitingMax    requests that may wait for the writer; more callers wait before they are taken in
 * @param readBytes     a reader's buffer
 * @param indexRows     lists that the index gathers in memory before it writes them down; a power of two
 * @param clock         how far stamps from elsewhere may lead its own
 */
public record LogSettings(
        int segmentBytes,
        int allocateBytes,
        int groupBytes,
        int groupRequests,
        int waitingMax,
        int readBytes,
        int indexRows,
        ClockBound clock) {

    public LogSettings {
        if (allocateBytes < 1 || groupBytes < 1 || groupRequests < 1 || waitingMax < 1 || readBytes < 64
                || segmentBytes < 256 || indexRows < 16 || Integer.bitCount(indexRows) != 1) {
            throw new BadRequest("limits of a log must be greater than 0, a segment's at least 256 bytes,"
                    + " a reader's buffer at least 64, the index's rows a power of two of at least 16");
        }
    }

    /** These limits, and the usual bound for stamps from elsewhere. */
    public LogSettings(int segmentBytes, int allocateBytes, int groupBytes, int groupRequests, int waitingMax,
            int readBytes, int indexRows) {
        this(segmentBytes, allocateBytes, groupBytes, groupRequests, waitingMax, readBytes, indexRows,
                ClockBound.USUAL);
    }

    /** For a server or a desktop. */
    public static final LogSettings DEFAULT =
            new LogSettings(64 << 20, 4 << 20, 4 << 20, 4_096, 16_384, 256 << 10, 1 << 19);

    /** For many short lives in one process, as in tests. */
    public static final LogSettings SMALL = new LogSettings(64 << 10, 16 << 10, 32 << 10, 64, 256, 16 << 10, 1 << 8);

    /** The same, with another bound for stamps from elsewhere. */
    public LogSettings clock(ClockBound bound) {
        return new LogSettings(segmentBytes, allocateBytes, groupBytes, groupRequests, waitingMax, readBytes, indexRows,
                bound);
    }

    /** What the writer goes by. */
    WriterSettings writer() {
        return new WriterSettings(segmentBytes, allocateBytes, groupBytes, groupRequests, waitingMax);
    }

    /** What the opening of a log goes by. */
    LogOpening.Sizes opening() {
        return new LogOpening.Sizes(readBytes, indexRows);
    }
}
