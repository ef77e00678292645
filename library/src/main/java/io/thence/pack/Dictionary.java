// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the blocks of one packed file have in common. Zstandard keeps it outside of the heap, so it is let go when the
 * file is closed and the last reader has left it.
 *
 * <p>A dictionary is made of pieces of the content, so it must be trained on what stays, never on what is removed.
 */
final class Dictionary implements AutoCloseable {

    private static final int CLOSED = 1 << 30;

    private final @Nullable ZstdDictDecompress dictionary;
    private final AtomicInteger users = new AtomicInteger();

    /** The dictionary that {@code bytes} hold; of no bytes: none. */
    Dictionary(byte[] bytes) {
        dictionary = bytes.length == 0 ? null : new ZstdDictDecompress(bytes);
    }

    /** Trains one of at most {@code bytes}; no bytes if the samples are too few or too much unlike. */
    static byte[] train(List<byte[]> samples, int bytes) {
        var trainer = new ZstdDictTrainer(samples.stream().mapToInt(sample -> sample.length).sum(), bytes);
        samples.forEach(trainer::addSample);
        try {
            return trainer.trainSamples();
        } catch (ZstdException _) {
            return new byte[0];
        }
    }

    /** Whether it may be used, up to {@link #release}. */
    boolean acquire() {
        return users.updateAndGet(now -> now >= CLOSED ? now : now + 1) < CLOSED;
    }

    void release() {
        if (users.decrementAndGet() == CLOSED) {
            free();
        }
    }

    @Override
    public void close() {
        if (users.getAndUpdate(now -> now | CLOSED) == 0) {
            free();
        }
    }

    private void free() {
        if (dictionary != null) {
            dictionary.close();
        }
    }

    /** Makes {@code context} use it; where there is none, use none. */
    void use(ZstdDecompressCtx context) {
        context.loadDict(dictionary);
    }
}
