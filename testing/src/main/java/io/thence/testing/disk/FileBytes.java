// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A file twice: as processes see it, and as the device has it. Between the two lie, for each sector, the states that it
 * has been in since it was last flushed; a crash leaves any one of them, for each sector by itself. A sector is written
 * whole or not at all. The same holds for the file's length.
 */
final class FileBytes {

    static final int SECTOR = 512;

    private byte[] seen = new byte[0];
    private int seenLength;
    private byte[] kept = new byte[0];
    private int keptLength;
    private final TreeMap<Integer, List<byte[]>> sectors = new TreeMap<>();
    private final List<Integer> lengths = new ArrayList<>();

    int length() {
        return seenLength;
    }

    int read(ByteBuffer into, long at) {
        int n = (int) Math.min(into.remaining(), seenLength - at);
        if (n <= 0) {
            return 0;
        }
        into.put(seen, (int) at, n);
        return n;
    }

    void write(ByteBuffer from, long at) {
        int start = Math.toIntExact(at);
        int end = start + from.remaining();
        seen = reaching(seen, end);
        from.get(seen, start, end - start);
        changed(start, end);
        if (end > seenLength) {
            seenLength = end;
            lengths.add(end);
        }
    }

    void allocate(long from, long to) {
        int end = Math.toIntExact(to);
        seen = reaching(seen, end);
        kept = reaching(kept, end);
        Arrays.fill(seen, (int) from, end, (byte) 0);
        Arrays.fill(kept, (int) from, end, (byte) 0);
        seenLength = Math.max(seenLength, end);
        keptLength = Math.max(end, seenLength);
        kept = reaching(kept, keptLength);
        lengths.clear();
    }

    void truncate(long length) {
        if (length < seenLength) {
            int end = (int) length;
            Arrays.fill(seen, end, seenLength, (byte) 0);
            changed(end, seenLength);
            seenLength = end;
            lengths.add(end);
        }
    }

    private void changed(int start, int end) {
        for (int sector = start / SECTOR; sector * SECTOR < end; sector++) {
            var state = Arrays.copyOfRange(seen, sector * SECTOR, (sector + 1) * SECTOR);
            sectors.computeIfAbsent(sector, _ -> new ArrayList<>()).add(state);
        }
    }

    void flush() {
        sectors.forEach((sector, states) -> keep(sector, states.getLast()));
        keepLength(seenLength);
    }

    /**
     * Some of what was not flushed reaches the device, and the rest never will: what a crash does, and what a flush
     * does that fails. Processes see the whole of it until the crash.
     */
    void settle(RandomGenerator random) {
        switch (random.nextInt(4)) {
            case 0 -> keepLength(keptLength);
            case 1 -> flush();
            case 2 -> tear(random);
            default -> shuffle(random);
        }
    }

    /** All up to some sector, and nothing from there on. */
    private void tear(RandomGenerator random) {
        int last = sectors.isEmpty() ? 0 : sectors.lastKey() + 1;
        sectors.headMap(random.nextInt(last + 1)).forEach((sector, states) -> keep(sector, states.getLast()));
        keepLength(someLength(random));
    }

    /** Any of its states for each sector: the device writes in an order of its own. */
    private void shuffle(RandomGenerator random) {
        sectors.forEach((sector, states) -> {
            int chosen = random.nextInt(states.size() + 1);
            if (chosen > 0) {
                keep(sector, states.get(chosen - 1));
            }
        });
        keepLength(someLength(random));
    }

    private int someLength(RandomGenerator random) {
        int chosen = random.nextInt(lengths.size() + 1);
        return chosen == 0 ? keptLength : lengths.get(chosen - 1);
    }

    private void keep(int sector, byte[] state) {
        kept = reaching(kept, (sector + 1) * SECTOR);
        System.arraycopy(state, 0, kept, sector * SECTOR, SECTOR);
    }

    private void keepLength(int length) {
        kept = reaching(kept, length);
        keptLength = length;
        Arrays.fill(kept, length, kept.length, (byte) 0);
        sectors.clear();
        lengths.clear();
    }

    /** The file on another machine that got only what the device has. */
    FileBytes fromDevice() {
        return flushed(Arrays.copyOf(kept, keptLength));
    }

    /** The file on another machine that got all that processes see. */
    FileBytes fromCache() {
        return flushed(Arrays.copyOf(seen, seenLength));
    }

    /** The same in every respect, and apart. */
    FileBytes copy() {
        var copy = new FileBytes();
        copy.seen = seen.clone();
        copy.seenLength = seenLength;
        copy.kept = kept.clone();
        copy.keptLength = keptLength;
        sectors.forEach((sector, states) -> copy.sectors.put(sector, new ArrayList<>(states)));
        copy.lengths.addAll(lengths);
        return copy;
    }

    private static FileBytes flushed(byte[] bytes) {
        var file = new FileBytes();
        file.seen = bytes;
        file.seenLength = bytes.length;
        file.kept = bytes.clone();
        file.keptLength = bytes.length;
        return file;
    }

    /** At least {@code length} bytes, in whole sectors, so that a sector's state is never cut. */
    private static byte[] reaching(byte[] bytes, int length) {
        int whole = (length + SECTOR - 1) / SECTOR * SECTOR;
        return whole <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(whole, bytes.length * 2));
    }
}
