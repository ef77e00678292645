// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.store.Durability;
import io.thence.store.Finished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is written and not yet asked to be flushed, because nobody who was promised a flush waits for it, or because
 * another flush goes on.
 */
final class Unflushed {

    /** How long it may stay so, unless another flush goes on: half of what {@link Durability#WRITTEN} promises. */
    private static final Duration HELD = Duration.ofMillis(5);

    private final long bytesMax;
    private final List<Finished> words = new ArrayList<>();
    private long bytes;
    private long since;
    private boolean answered;

    Unflushed(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void add(long more, List<AppendRequest> written, long nanos) {
        since = bytes == 0 ? nanos : since;
        bytes += more;
        for (var request : written) {
            words.addAll(request.append.finished());
            answered |= request.append.answered() == Durability.WRITTEN;
        }
    }

    /** Whether there is as much as one flush carries. */
    boolean isFull() {
        return bytes >= bytesMax;
    }

    /** Whether somebody was answered that it is written. */
    boolean isAnswered() {
        return answered;
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /** How long it may stay unflushed from now on; zero or less if it is time. */
    Duration left(long nanos) {
        return isFull() ? Duration.ZERO : HELD.minusNanos(nanos - since);
    }

    /** Its flush is asked for: the consumers' words in it, which count once that is done. */
    List<Finished> take() {
        var done = List.copyOf(words);
        words.clear();
        bytes = 0;
        answered = false;
        return done;
    }
}
