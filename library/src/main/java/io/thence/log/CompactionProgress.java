// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException;
import java.util.Optional;

/**
 * How far a compaction is.
 *
 * @param segments    sealed segments that are dealt with, those among them that could not be
 * @param of          sealed segments in all
 * @param bytes       bytes of content that were gone through
 * @param bytesOf     bytes of content in all
 * @param packed      segments that were written anew
 * @param removed     events that were removed
 * @param bytesBefore bytes that these segments took on disk
 * @param bytesAfter  bytes that they take now
 * @param over        whether it is over: {@link #finished}, stopped, or with a failure
 * @param failure     why a segment stays as it was, of the first that does
 */
public record CompactionProgress(
        int segments,
        int of,
        long bytes,
        long bytesOf,
        int packed,
        long removed,
        long bytesBefore,
        long bytesAfter,
        boolean over,
        Optional<ThenceException> failure) {

    /** Whether it has come to its end and dealt with every segment: it was not stopped, and nothing failed. */
    public boolean finished() {
        return over && segments == of && failure.isEmpty();
    }
}
