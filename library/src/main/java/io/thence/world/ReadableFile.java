// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.nio.ByteBuffer;

/** One open file, to read from any thread. */
public interface ReadableFile extends AutoCloseable {

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

    @Override
    void close();
}
