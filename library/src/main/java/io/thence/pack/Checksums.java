// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C, of what packed files hold. */
final class Checksums {

    private Checksums() {}

    /** Of all bytes but the four at {@code hole}, where the checksum itself lies. */
    static int around(ByteBuffer bytes, int hole) {
        var crc = new CRC32C();
        crc.update(bytes.slice(0, hole));
        crc.update(bytes.slice(hole + Integer.BYTES, bytes.limit() - hole - Integer.BYTES));
        return (int) crc.getValue();
    }

    static int of(byte[] bytes, int from, int count) {
        var crc = new CRC32C();
        crc.update(bytes, from, count);
        return (int) crc.getValue();
    }
}
