// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

import io.thence.bytes.ByteReader;
import io.thence.bytes.ByteWriter;
import io.thence.store.Finished;
import java.util.ArrayList;

/**
 * Consumers' words as bytes: text consumer | u64 token | u64 position | [u16 count, and for each position that is left
 * open how far it is from the one before, seven bits a byte, the lowest first]. The token's highest bit says whether
 * positions are left open, so that a word without them is as readers of older formats know it.
 */
public final class Words {

    private static final long OPEN = Long.MIN_VALUE;
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private Words() {}

    public static void write(Finished word, ByteWriter out) {
        boolean isWhole = word.open().isEmpty();
        out.text(word.consumer()).u64(isWhole ? word.token() : word.token() | OPEN).u64(word.upTo());
        if (isWhole) {
            return;
        }
        out.u16(word.open().size());
        long before = 0;
        for (long position : word.open()) {
            short7(position - before, out);
            before = position;
        }
    }

    private static void short7(long number, ByteWriter out) {
        long left = number;
        while (left >= MORE) {
            out.u8((int) (left & (MORE - 1)) | MORE);
            left >>>= BITS;
        }
        out.u8((int) left);
    }

    public static Finished read(ByteReader in) {
        var consumer = in.text();
        long token = in.u64();
        long upTo = in.u64();
        var open = new ArrayList<Long>();
        if ((token & OPEN) != 0) {
            long position = 0;
            for (int left = in.u16(); left > 0; left--) {
                position += short7(in);
                open.add(position);
            }
        }
        return new Finished(consumer, token & ~OPEN, upTo, open);
    }

    private static long short7(ByteReader in) {
        long number = 0;
        int shift = 0;
        int next = in.u8();
        while (next >= MORE && shift < Long.SIZE - BITS) {
            number |= (long) (next & (MORE - 1)) << shift;
            shift += BITS;
            next = in.u8();
        }
        return number | (long) next << shift;
    }
}
