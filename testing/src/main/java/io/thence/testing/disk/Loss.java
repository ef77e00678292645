// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.testing.disk.FileBytes.Change;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What a crash leaves of the changes to a file that were not flushed: none of them, all, the first ones with the last
 * of these torn at any byte, the last ones, any of them, whole or torn at any byte, or, since a device writes its cache
 * back in an order of its own, for each sector of 512 bytes or page of 4 KiB any state that it has been in. The length
 * that is left is any that the file has had.
 */
final class Loss {

    static final int SECTOR = 512;
    static final int PAGE = 4 << 10;

    private final List<Change> changes;
    private final RandomGenerator random;
    private byte[] bytes;
    private int length;

    /** All changes made to what is safe. */
    static byte[] none(byte[] safe, List<Change> changes) {
        var all = new Loss(safe, changes, new SplittableRandom(0));
        changes.forEach(all::apply);
        return Arrays.copyOf(all.bytes, all.length);
    }

    Loss(byte[] safe, List<Change> changes, RandomGenerator random) {
        bytes = safe;
        length = safe.length;
        this.changes = changes;
        this.random = random;
    }

    byte[] left() {
        switch (random.nextInt(7)) {
            case 0 -> {}
            case 1 -> changes.forEach(this::apply);
            case 2 -> first();
            case 3 -> ragged();
            case 4 -> changes.subList(random.nextInt(changes.size()), changes.size()).forEach(this::apply);
            case 5 -> byUnits(SECTOR);
            default -> byUnits(PAGE);
        }
        return Arrays.copyOf(bytes, length);
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Write(int at, byte[] written) -> put(written, at, 0, written.length);
            case Change.Length(int now) -> length(now);
        }
    }

    private void put(byte[] written, int at, int from, int to) {
        reach(at + to);
        System.arraycopy(written, from, bytes, at + from, to - from);
    }

    private void reach(int end) {
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, end);
        }
    }

    /** What lies beyond a length that survives is zeros, should the file grow again. */
    private void length(int now) {
        reach(now);
        Arrays.fill(bytes, now, bytes.length, (byte) 0);
        length = now;
    }

    private void someLength() {
        var lengths = changes.stream().filter(change -> change instanceof Change.Length).toList();
        int chosen = random.nextInt(lengths.size() + 1);
        length(chosen == 0 ? length : ((Change.Length) lengths.get(chosen - 1)).length());
    }

    private void first() {
        int whole = random.nextInt(changes.size());
        changes.subList(0, whole).forEach(this::apply);
        if (changes.get(whole) instanceof Change.Write(int at, byte[] written)) {
            put(written, at, 0, random.nextInt(written.length + 1));
        }
        if (random.nextBoolean()) {
            someLength();
        }
    }

    private void ragged() {
        for (var change : changes) {
            if (change instanceof Change.Write(int at, byte[] written) && random.nextBoolean()) {
                int cut = random.nextInt(written.length + 1);
                switch (random.nextInt(3)) {
                    case 0 -> put(written, at, 0, written.length);
                    case 1 -> put(written, at, 0, cut);
                    default -> put(written, at, cut, written.length);
                }
            }
        }
        someLength();
    }

    /** For each unit any of the states that it has been in. */
    private void byUnits(int unit) {
        var touched = new TreeMap<Integer, Integer>();
        writes(unit, (number, _) -> touched.merge(number, 1, Integer::sum));
        touched.replaceAll((_, times) -> random.nextInt(times + 1));
        writes(unit, (number, write) -> {
            int from = Math.max(write.at(), number * unit) - write.at();
            int to = Math.min(write.end(), (number + 1) * unit) - write.at();
            if (touched.merge(number, -1, Integer::sum) >= 0) {
                put(write.bytes(), write.at(), from, to);
            }
        });
        someLength();
    }

    @FunctionalInterface
    private interface Touch {
        void by(int unit, Change.Write write);
    }

    private void writes(int unit, Touch touch) {
        for (var change : changes) {
            if (change instanceof Change.Write write) {
                for (int number = write.at() / unit; number * unit < write.end(); number++) {
                    touch.by(number, write);
                }
            }
        }
    }
}
