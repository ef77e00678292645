// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

import io.thence.bytes.ByteReader;
import io.thence.bytes.ByteWriter;
import io.thence.store.Finished;
import java.util.ArrayList;

/**
 * Consumers' words as bytes: text consumer | u64 token | u64 position | [u16 count, u64 each: how far below the
 * position it is left open]. The token's highest bit says whether positions are left open, so that a word without them
 * is as readers of older formats know it.
 */
public final class Words {

    private static final long OPEN = Long.MIN_VALUE;

    private Words() {}

    public static void write(Finished word, ByteWriter out) {
        if (word.but().isEmpty()) {
            out.text(word.consumer()).u64(word.token()).u64(word.upTo());
            return;
        }
        out.text(word.consumer()).u64(word.token() | OPEN).u64(word.upTo()).u16(word.but().size());
        word.but().forEach(open -> out.u64(word.upTo() - open));
    }

    public static Finished read(ByteReader in) {
        var consumer = in.text();
        long token = in.u64();
        long upTo = in.u64();
        var but = new ArrayList<Long>();
        if ((token & OPEN) != 0) {
            for (int left = in.u16(); left > 0; left--) {
                but.add(upTo - in.u64());
            }
        }
        return new Finished(consumer, token & ~OPEN, upTo, but);
    }
}
