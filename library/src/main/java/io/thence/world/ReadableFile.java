// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.nio.ByteBuffer;

/** One open file, to read from any thread. */
public interface ReadableFile extends AutoCloseable {

    /** Its name, as it was opened. */
    String name();

    /** Its length in bytes, allocated room included. */
    long size();

    /** Reads at {@code at} until {@code into} is full or the file ends; the number of bytes read, 0 at the end. */
    int read(ByteBuffer into, long at);

    @Override
    void close();
}
