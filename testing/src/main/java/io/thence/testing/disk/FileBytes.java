// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A file twice: as processes see it, and as the device has it. Between the two lie the changes since it was last
 * flushed, of which a crash leaves what {@link Loss} says.
 */
final class FileBytes {

    private byte[] seen = new byte[0];
    private int seenLength;
    private byte[] kept = new byte[0];
    private int keptLength;
    private final TreeMap<Long, Change> changes = new TreeMap<>();
    private long made;

    /** What was done since the last flush. */
    sealed interface Change {
        /** Bytes were written, within the file's length or beyond. */
        record Write(int at, byte[] bytes) implements Change {
            int end() {
                return at + bytes.length;
            }
        }

        /** The file's length was changed. */
        record Length(int length) implements Change {}
    }

    int length() {
        return seenLength;
    }

    /** What was done and not flushed, in order. */
    List<Change> changes() {
        return List.copyOf(changes.values());
    }

    /** How many changes were made so far, flushed or not. */
    long made() {
        return made;
    }

    int read(ByteBuffer into, long at) {
        int n = Math.clamp(seenLength - at, 0, into.remaining());
        if (n > 0) {
            into.put(seen, (int) at, n);
        }
        return n;
    }

    void write(ByteBuffer from, long at) {
        var bytes = new byte[from.remaining()];
        from.get(bytes);
        write(bytes, Math.toIntExact(at));
    }

    void write(byte[] bytes, int at) {
        int end = at + bytes.length;
        seen = reaching(seen, end);
        System.arraycopy(bytes, 0, seen, at, bytes.length);
        add(new Change.Write(at, bytes));
        if (end > seenLength) {
            seenLength = end;
            add(new Change.Length(end));
        }
    }

    private void add(Change change) {
        changes.put(++made, change);
    }

    void allocate(long from, long to) {
        int end = Math.toIntExact(to);
        seenLength = Math.max(seenLength, end);
        keptLength = seenLength;
        seen = reaching(seen, seenLength);
        kept = reaching(kept, keptLength);
        Arrays.fill(seen, (int) from, end, (byte) 0);
        Arrays.fill(kept, (int) from, end, (byte) 0);
        changes.values().removeIf(change -> change instanceof Change.Length);
    }

    void truncate(long length) {
        if (length < seenLength) {
            int end = (int) length;
            Arrays.fill(seen, end, seenLength, (byte) 0);
            add(new Change.Write(end, new byte[seenLength - end]));
            add(new Change.Length(end));
            seenLength = end;
        }
    }

    /** Saves the first {@code upTo} changes; but what an earlier flush lost is lost. */
    void flush(long upTo) {
        var asked = changes.headMap(upTo, true);
        if (!asked.isEmpty()) {
            keep(Loss.none(fromDevice(), List.copyOf(asked.values())));
            asked.clear();
        }
    }

    private void keep(byte[] bytes) {
        kept = bytes;
        keptLength = bytes.length;
    }

    /**
     * Some of what was not flushed reaches the device, and the rest never will: what a flush does that fails. Processes
     * see the whole of it until the crash.
     */
    void settle(RandomGenerator random) {
        keep(afterCrash(random));
        changes.clear();
    }

    /** What a crash leaves. */
    byte[] afterCrash(RandomGenerator random) {
        var safe = fromDevice();
        return changes.isEmpty() ? safe : new Loss(safe, changes(), random).left();
    }

    /** What the device has. */
    byte[] fromDevice() {
        return Arrays.copyOf(kept, keptLength);
    }

    /** What processes see. */
    byte[] fromCache() {
        return Arrays.copyOf(seen, seenLength);
    }

    /** The same in every respect, and apart. */
    FileBytes copy() {
        var copy = new FileBytes();
        copy.seen = seen.clone();
        copy.seenLength = seenLength;
        copy.kept = kept.clone();
        copy.keptLength = keptLength;
        copy.changes.putAll(changes);
        copy.made = made;
        return copy;
    }

    /** A file that consists of {@code bytes}, all of them flushed. */
    static FileBytes flushed(byte[] bytes) {
        var file = new FileBytes();
        file.seen = bytes;
        file.seenLength = bytes.length;
        file.kept = bytes.clone();
        file.keptLength = bytes.length;
        return file;
    }

    private static byte[] reaching(byte[] bytes, int length) {
        return length <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
    }
}
