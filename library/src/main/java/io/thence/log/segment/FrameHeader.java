// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The head of a frame. A frame is a batch, the unit of atomicity, a mark, or a hole: what stands, in a packed segment,
 * for batches that were removed. Its body is zeros, and its positions are those that were theirs.
 *
 * <pre>
 *  0  u32  length of the frame, this head included
 *  4  u32  CRC32C of everything after it
 *  8  u8   kind: 1 batch, 2 mark, 3 hole
 *  9  u8   0
 * 10  u16  0
 * 12  u32  number of events, those included that were removed since
 * 16  u64  position of the first event; the next one to be given out, where there is none
 * 24  u64  writer epoch: raised whenever the log is opened for writing
 * 32  u32  checksum of the frame before: a chain, so a left-over of an older life never links
 * 36  u32  length of the batch's head, which follows; the records follow that
 * 40  u64  offset in this segment that was known to be flushed when the frame was written
 * 48  u64  hybrid logical clock stamp
 * </pre>
 *
 * All numbers are big-endian. A frame is never split over two segments.
 *
 * @param length   bytes of the frame
 * @param checksum its CRC32C
 * @param kind     {@link #BATCH}, {@link #MARK} or {@link #HOLE}
 * @param count    number of events
 * @param first    position of the first
 * @param epoch    writer epoch
 * @param previous checksum of the frame before
 * @param head     length of the batch's head
 * @param flushed  offset known to be flushed
 * @param stamp    packed stamp
 */
public record FrameHeader(
        int length,
        int checksum,
        int kind,
        int count,
        long first,
        long epoch,
        int previous,
        int head,
        long flushed,
        long stamp) {

    public static final int BYTES = 56;
    public static final int BATCH = 1;
    public static final int MARK = 2;
    public static final int HOLE = 3;

    /** Over any frame that is written: a greater length is damage. */
    static final int LENGTH_MAX = 64 << 20;

    /** Reads a head; nothing is checked. */
    public static FrameHeader read(ByteBuffer from, int at) {
        return new FrameHeader(
                from.getInt(at),
                from.getInt(at + 4),
                from.get(at + 8),
                from.getInt(at + 12),
                from.getLong(at + 16),
                from.getLong(at + 24),
                from.getInt(at + 32),
                from.getInt(at + 36),
                from.getLong(at + 40),
                from.getLong(at + 48));
    }

    /** Writes the frame with its checksum at the buffer's position; the checksum. */
    public int write(ByteBuffer into, byte[] body) {
        int start = into.position();
        into.putInt(length).putInt(0).put((byte) kind).put((byte) 0).putShort((short) 0).putInt(count);
        into.putLong(first).putLong(epoch).putInt(previous).putInt(head).putLong(flushed).putLong(stamp);
        into.put(body, 0, length - BYTES);
        int crc = checksum(into, start, length);
        into.putInt(start + 4, crc);
        return crc;
    }

    /** The same for the frame written anew, after one with this checksum and where {@code flushed} is flushed. */
    public FrameHeader after(int previous, long flushed) {
        return new FrameHeader(length, 0, kind, count, first, epoch, previous, head, flushed, stamp);
    }

    public FrameHeader withChecksum(int crc) {
        return new FrameHeader(length, crc, kind, count, first, epoch, previous, head, flushed, stamp);
    }

    /** Whether the lengths make sense. */
    public boolean isPlausible() {
        return length >= BYTES && length <= LENGTH_MAX && kind >= BATCH && kind <= HOLE && count >= 0
                && head >= 0 && head <= length - BYTES;
    }

    /** The checksum of the frame of {@code length} bytes at {@code start}. */
    public static int checksum(ByteBuffer frame, int start, int length) {
        var crc = new CRC32C();
        crc.update(frame.slice(start + 8, length - 8));
        return (int) crc.getValue();
    }
}
