// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import java.nio.ByteBuffer;

/** Bytes without a pattern: some disks write zeros, or the same again, faster than anything else. */
public final class Noise {

    private Noise() {}

    /** As many, always the same. */
    public static byte[] bytes(int count) {
        var words = ByteBuffer.allocate(count + Long.BYTES);
        for (int i = 0; i < count; i += Long.BYTES) {
            words.putLong(i, Mix.of(i));
        }
        var bytes = new byte[count];
        words.get(bytes);
        return bytes;
    }

    /** The same outside of the heap, to be written. */
    public static ByteBuffer direct(int count) {
        return ByteBuffer.allocateDirect(count).put(bytes(count)).clear();
    }
}
