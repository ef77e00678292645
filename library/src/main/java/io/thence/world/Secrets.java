// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.security.SecureRandom;

/** The platform's source of what cannot be guessed. */
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    static byte[] bytes(int count) {
        var bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
