// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Several byte strings as one, each with its length before it: other parts never give the same whole. */
final class Parts {

    private Parts() {}

    static byte[] of(byte[]... parts) {
        int length = 0;
        for (var part : parts) {
            length += Integer.BYTES + part.length;
        }
        var whole = ByteBuffer.allocate(length);
        for (var part : parts) {
            whole.putInt(part.length).put(part);
        }
        return whole.array();
    }

    static byte[] of(String... parts) {
        var bytes = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
        }
        return of(bytes);
    }
}
