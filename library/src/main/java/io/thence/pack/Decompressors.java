// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Contexts of Zstandard, which are dear to make and for one thread at a time. Some are kept for the next; if more are
 * in use at once, the rest is made and thrown away. Nobody waits. They are outside of the heap, where no collector
 * gives them back, so all logs of a process share those that are kept.
 */
final class Decompressors {

    static final Decompressors SHARED = new Decompressors();

    private static final int KEPT_MAX = 8;

    private final AtomicReferenceArray<@Nullable ZstdDecompressCtx> kept = new AtomicReferenceArray<>(KEPT_MAX);

    private Decompressors() {}

    /** Unpacks {@code packed} into the whole of {@code into}; false if it is not what was packed. */
    boolean unpack(Dictionary dictionary, Piece packed, Piece into) {
        var context = take();
        try {
            dictionary.use(context);
            return context.decompressByteArray(into.bytes(), into.at(), into.length(), packed.bytes(), packed.at(),
                    packed.length()) == into.length();
        } catch (ZstdException _) {
            return false;
        } finally {
            context.reset();
            giveBack(context);
        }
    }

    private ZstdDecompressCtx take() {
        for (int i = 0; i < KEPT_MAX; i++) {
            var context = kept.getAndSet(i, null);
            if (context != null) {
                return context;
            }
        }
        return new ZstdDecompressCtx();
    }

    private void giveBack(ZstdDecompressCtx context) {
        for (int i = 0; i < KEPT_MAX; i++) {
            if (kept.compareAndSet(i, null, context)) {
                return;
            }
        }
        context.close();
    }
}
