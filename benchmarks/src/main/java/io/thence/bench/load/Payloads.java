// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

/**
 * A stock of payloads: what is measured is the store, not the writing of JSON. A small one, since what is appended has
 * just been made and is near.
 */
public final class Payloads {

    private static final int COUNT = 1 << 8;

    private final byte[][] jsons = new byte[COUNT][];

    /** Makes them. */
    public Payloads() {
        for (int i = 0; i < COUNT; i++) {
            jsons[i] = Payload.json(i);
        }
    }

    /** The {@code n}th, and round again. */
    public byte[] json(long n) {
        return jsons[(int) (n & COUNT - 1)];
    }
}
