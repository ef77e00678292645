// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The content of one file: as it reads now, as it is safe, and the changes between the two.
 *
 * <p>A loss of power keeps what is safe. Of the changes after that it keeps none, all, the first ones with the last of
 * them torn, or any of them in any state: a real disk writes its cache back in any order, by sectors.
 */
final class Content {

    private static final int SECTOR = 512;

    private Bytes now = new Bytes();
    private Bytes safe = new Bytes();
    private final Deque<Change> changes = new ArrayDeque<>();
    private final List<Flush> flushes = new ArrayList<>();
    private long changed;

    /** What was done to the file, in order of number. */
    private sealed interface Change {
        long number();

        record Write(long number, int at, byte[] bytes) implements Change {}

        record Truncate(long number, int length) implements Change {}
    }

    private record Flush(long upTo, long doneNanos) {}

    Bytes now() {
        return now;
    }

    void write(byte[] bytes, int at) {
        now.write(bytes, at);
        changes.add(new Change.Write(++changed, at, bytes));
    }

    void truncate(int length) {
        if (length < now.length()) {
            now.truncate(length);
            changes.add(new Change.Truncate(++changed, length));
        }
    }

    /** Makes it longer, and all of it safe, at once. */
    void allocate(int length) {
        now.grow(length);
        settle(changed);
        safe.grow(length);
    }

    /** Makes everything safe at {@code doneNanos}; a ticket. */
    long flush(long doneNanos) {
        flushes.add(new Flush(changed, doneNanos));
        return flushes.size() - 1L;
    }

    /** Whether a flush is done at {@code nanos}. */
    boolean flushed(long ticket, long nanos) {
        var flush = flushes.get((int) ticket);
        if (flush.doneNanos() > nanos) {
            return false;
        }
        settle(flush.upTo());
        return true;
    }

    private void settle(long upTo) {
        while (!changes.isEmpty() && changes.peek().number() <= upTo) {
            apply(changes.remove());
        }
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Write(long _, int at, byte[] bytes) -> safe.write(bytes, at);
            case Change.Truncate(long _, int length) -> safe.truncate(length);
        }
    }

    /** Loses what a loss of power at {@code nanos} loses. */
    void crash(long nanos, RandomGenerator chance) {
        for (var flush : flushes) {
            if (flush.doneNanos() <= nanos) {
                settle(flush.upTo());
            }
        }
        int length = now.length();
        switch (chance.nextInt(4)) {
            case 0 -> {}
            case 1 -> settle(changed);
            case 2 -> keepFirst(chance);
            default -> keepAny(chance);
        }
        if (!changes.isEmpty() && chance.nextInt(4) == 0) {
            safe.grow(length); // the new length was written, and what belongs there was not
        }
        changes.clear();
        flushes.clear();
        now = safe.copy();
    }

    private void keepFirst(RandomGenerator chance) {
        for (int keep = chance.nextInt(changes.size() + 1); keep > 0; keep--) {
            var change = changes.remove();
            if (keep > 1) {
                apply(change);
            } else {
                tear(change, chance);
            }
        }
    }

    private void keepAny(RandomGenerator chance) {
        for (var change : changes) {
            if (chance.nextBoolean()) {
                tear(change, chance);
            }
        }
    }

    private void tear(Change change, RandomGenerator chance) {
        if (!(change instanceof Change.Write(long _, int at, byte[] bytes)) || bytes.length == 0) {
            apply(change);
            return;
        }
        switch (chance.nextInt(3)) {
            case 0 -> apply(change);
            case 1 -> safe.write(Arrays.copyOf(bytes, chance.nextInt(bytes.length)), at);
            default -> {
                for (int from = 0; from < bytes.length; ) {
                    int to = Math.min(bytes.length, from + SECTOR - (at + from) % SECTOR);
                    if (chance.nextBoolean()) {
                        safe.write(Arrays.copyOfRange(bytes, from, to), at + from);
                    }
                    from = to;
                }
            }
        }
    }
}
