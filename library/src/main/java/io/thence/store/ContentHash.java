// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.ThenceException.BadRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a command's type and canonical JSON.
 *
 * @param hex 64 hexadecimal digits
 */
public record ContentHash(String hex) {

    /** Bytes of a hash. */
    public static final int BYTES = 32;

    public ContentHash {
        if (hex.length() != 2 * BYTES) {
            throw new BadRequest("'" + hex + "' is no hash: one has " + 2 * BYTES + " hexadecimal digits");
        }
    }

    /** The hash of {@code parts}, each with its length before it. */
    public static ContentHash sha256(byte[]... parts) {
        var digest = digest();
        for (var part : parts) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                digest.update((byte) (part.length >>> shift));
            }
            digest.update(part);
        }
        return of(digest.digest());
    }

    /** A hash from its {@value #BYTES} bytes. */
    public static ContentHash of(byte[] bytes) {
        return new ContentHash(HexFormat.of().formatHex(bytes));
    }

    /** Its {@value #BYTES} bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
