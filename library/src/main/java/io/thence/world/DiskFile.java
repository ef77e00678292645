// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One open file. Reads may come from any thread; writes from one at a time, and flushes too: what is written while a
 * flush goes on may or may not survive a crash by it.
 */
public interface DiskFile extends ReadableFile {

    /** Writes all of {@code from} at {@code at}. */
    void write(ByteBuffer from, long at);

    /**
     * Makes room from {@code from} to {@code to}, filled with zeros and flushed, so that later writes there cannot run
     * out of it. A flush may go on meanwhile.
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

    /**
     * Makes everything written so far survive a crash, and waits until it does: for callers with nothing else to do.
     *
     * @throws io.thence.ThenceException.DiskFailed if that failed
     */
    default void flush(World world) {
        long ticket = flush();
        while (!flushed(ticket)) {
            world.await(new Signal(), Duration.ofMillis(1));
        }
    }
}
