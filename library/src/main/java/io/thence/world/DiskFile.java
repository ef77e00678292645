// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.nio.ByteBuffer;

/** One open file. Reads may come from any thread; writes and flushes from one at a time. */
public interface DiskFile extends AutoCloseable {

    /** Its name, as it was opened. */
    String name();

    /** Its length in bytes, allocated room included. */
    long size();

    /** Reads at {@code at}, as many bytes as {@code into} takes or fewer; their number, which is 0 at the end only. */
    int read(ByteBuffer into, long at);

    /** Reads at {@code at} until {@code into} is full or the file ends, however little one read gives; how much. */
    default int fill(ByteBuffer into, long at) {
        int start = into.position();
        int n = 1;
        while (n > 0 && into.hasRemaining()) {
            n = read(into, at + into.position() - start);
        }
        return into.position() - start;
    }

    /** Writes all of {@code from} at {@code at}. */
    void write(ByteBuffer from, long at);

    /**
     * Makes room from {@code from} to {@code to}, filled with zeros and flushed, so that later writes there cannot run
     * out of it.
     *
     * @throws io.thence.ThenceException.DiskFull if there is no room; the file is as before
     */
    void allocate(long from, long to);

    /** Cuts the file at {@code length}. */
    void truncate(long length);

    /** Asks that everything written so far survives a crash; a ticket to ask {@link #flushed} with. */
    long flush();

    /**
     * Whether a flush is done.
     *
     * @throws io.thence.ThenceException.DiskFailed if it failed
     */
    boolean flushed(long ticket);

    @Override
    void close();
}
