// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

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
 * What must outlive the frames that were removed from a packed segment; attached to its file. Without it revisions
 * would be others when the index is built again, and nobody would know how many events of a type there were. Lists, of
 * keys and of types, are named by their fingerprints.
 *
 * @param checkpoints what consumers had finished by the words that were removed
 * @param removed     how many events of each list were removed that come before all that it has left: known of the
 *                    first segment alone
 * @param positions   where the others were: some events of their list may be before them, and stay
 */
public record Remnant(NavigableMap<String, Checkpoint> checkpoints, NavigableMap<Print, Long> removed,
        NavigableMap<Print, List<Long>> positions) {

    private static final Comparator<Print> ORDER = Comparator.comparingLong(Print::high).thenComparingLong(Print::low);

    /** Of a segment from which nothing was removed. */
    public static Remnant none() {
        return new Remnant(new TreeMap<>(), new TreeMap<>(ORDER), new TreeMap<>(ORDER));
    }

    public boolean isEmpty() {
        return checkpoints.isEmpty() && removed.isEmpty() && positions.isEmpty();
    }

    /** Adds a batch's words, which go. */
    public void add(List<Finished> words) {
        for (var word : words) {
            checkpoints.merge(word.consumer(), Checkpoint.NONE.with(word), (old, _) -> old.with(word));
        }
    }

    /** Adds an event of a key at {@code position}, which goes. */
    public void add(Print key, long position) {
        positions.computeIfAbsent(key, _ -> new ArrayList<>()).add(position);
    }

    /** Adds an event of a key, which goes, and has no other of its key before it. */
    public void add(Print key) {
        removed.merge(key, 1L, Long::sum);
    }

    /** The consumers' words that its checkpoints amount to. */
    public List<Finished> words() {
        var words = new ArrayList<Finished>();
        checkpoints.forEach((consumer, checkpoint) -> words.add(checkpoint.by(consumer)));
        return words;
    }

    public byte[] write() {
        if (isEmpty()) {
            return new byte[0];
        }
        var out = new ByteWriter(64 + 32 * checkpoints.size() + 24 * removed.size());
        out.u32(checkpoints.size());
        words().forEach(word -> Words.write(word, out));
        out.u32(removed.size());
        removed.forEach((key, count) -> out.u64(key.high()).u64(key.low()).u64(count));
        out.u32(positions.size());
        positions.forEach((key, all) -> write(out.u64(key.high()).u64(key.low()), all));
        return out.toArray();
    }

    private static void write(ByteWriter out, List<Long> positions) {
        out.u32(positions.size());
        long before = 0;
        for (long position : positions.stream().sorted().toList()) {
            out.u64(position - before); // most are small, and the attachment is compressed
            before = position;
        }
    }

    private static List<Long> positions(ByteReader in) {
        var positions = new ArrayList<Long>();
        long before = 0;
        for (int left = in.u32(); left > 0; left--) {
            before += in.u64();
            positions.add(before);
        }
        return positions;
    }

    public static Remnant read(byte[] bytes) {
        var remnant = none();
        if (bytes.length == 0) {
            return remnant;
        }
        var in = new ByteReader(ByteBuffer.wrap(bytes), 0);
        for (int left = in.u32(); left > 0; left--) {
            remnant.add(List.of(Words.read(in)));
        }
        for (int left = in.u32(); left > 0; left--) {
            remnant.removed.put(new Print(in.u64(), in.u64()), in.u64());
        }
        for (int left = in.u32(); left > 0; left--) {
            remnant.positions.put(new Print(in.u64(), in.u64()), positions(in));
        }
        return remnant;
    }
}
