// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

/**
 * What a packed segment says of itself beside its content.
 *
 * @param end            where its content ends
 * @param next           the position after its last one
 * @param highestRemoved the highest position that was removed from it; 0 if none was
 * @param removed        how many events were removed from it
 * @param lastChecksum   checksum of its last frame as it was before anything was removed: the next segment names it
 */
public record Summary(long end, long next, long highestRemoved, long removed, int lastChecksum) {}
