// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.bytes.ByteReader;
import io.thence.bytes.ByteWriter;
import io.thence.index.Print;
import io.thence.store.Checkpoint;
import io.thence.store.Finished;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What must outlive the frames that were removed from a packed segment; attached to its file. It is taken in before the
 * segment's frames: of a key's events those that are removed are the first.
 *
 * @param checkpoints what consumers had finished by the words that were removed
 * @param removed     how many events of each key were removed, by the key's fingerprint: else revisions would begin
 *                    anew when the index is built again
 */
record Remnant(NavigableMap<String, Checkpoint> checkpoints, NavigableMap<Print, Long> removed) {

    private static final Comparator<Print> ORDER = Comparator.comparingLong(Print::high).thenComparingLong(Print::low);

    /** Of a segment from which nothing was removed. */
    static Remnant none() {
        return new Remnant(new TreeMap<>(), new TreeMap<>(ORDER));
    }

    boolean isEmpty() {
        return checkpoints.isEmpty() && removed.isEmpty();
    }

    /** Adds a batch's words, which go. */
    void add(List<Finished> words) {
        for (var word : words) {
            checkpoints.merge(word.consumer(), Checkpoint.NONE.with(word), (old, _) -> old.with(word));
        }
    }

    /** Adds an event of a key, which goes. */
    void add(Print key) {
        removed.merge(key, 1L, Long::sum);
    }

    /** The consumers' words that its checkpoints amount to. */
    List<Finished> words() {
        var words = new ArrayList<Finished>();
        checkpoints.forEach((consumer, checkpoint) ->
                words.add(new Finished(consumer, checkpoint.token(), checkpoint.upTo())));
        return words;
    }

    byte[] write() {
        if (isEmpty()) {
            return new byte[0];
        }
        var out = new ByteWriter(64 + 32 * checkpoints.size() + 24 * removed.size());
        out.u32(checkpoints.size());
        words().forEach(word -> out.text(word.consumer()).u64(word.token()).u64(word.upTo()));
        out.u32(removed.size());
        removed.forEach((key, count) -> out.u64(key.high()).u64(key.low()).u64(count));
        return out.toArray();
    }

    static Remnant read(byte[] bytes) {
        var remnant = none();
        if (bytes.length == 0) {
            return remnant;
        }
        var in = new ByteReader(ByteBuffer.wrap(bytes), 0);
        for (int left = in.u32(); left > 0; left--) {
            remnant.checkpoints.put(in.text(), new Checkpoint(in.u64(), in.u64()));
        }
        for (int left = in.u32(); left > 0; left--) {
            remnant.removed.put(new Print(in.u64(), in.u64()), in.u64());
        }
        return remnant;
    }
}
