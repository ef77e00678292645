// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that grow and shrink; what was never written is zero. */
final class Bytes {

    private byte[] bytes = new byte[1024];
    private int length;

    int length() {
        return length;
    }

    /** Makes it at least {@code wanted} bytes long. */
    void grow(int wanted) {
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length * 2));
        }
        length = Math.max(length, wanted);
    }

    void write(byte[] from, int at) {
        grow(at + from.length);
        System.arraycopy(from, 0, bytes, at, from.length);
    }

    int read(ByteBuffer into, long at) {
        int n = (int) Math.min(into.remaining(), length - at);
        if (n > 0) {
            into.put(bytes, (int) at, n);
        }
        return Math.max(n, 0);
    }

    void truncate(int wanted) {
        if (wanted < length) {
            Arrays.fill(bytes, wanted, length, (byte) 0);
            length = wanted;
        }
    }

    Bytes copy() {
        var copy = new Bytes();
        copy.bytes = bytes.clone();
        copy.length = length;
        return copy;
    }
}
