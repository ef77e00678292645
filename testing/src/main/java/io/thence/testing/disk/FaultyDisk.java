// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.NoStore;
import io.thence.world.Disk;
import io.thence.world.DiskFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that keeps what {@link Disk} promises and not a byte more. The faults that a store must survive on
 * it:
 *
 * <ul>
 *   <li>A crash loses any part of what was written and not flushed, in any order, sector by sector; it also loses any
 *       change of a file's length, and any making or removing of a file whose folder was not flushed.
 *   <li>A flush fails once. What it should have saved is seen by processes until the crash, and later flushes, which
 *       succeed, do not save it: so does the page cache of a real machine.
 *   <li>There is no room left.
 * </ul>
 *
 * <p>{@link #close} crashes a copy of it and looks at what a log that lies here has become: so every test that uses
 * this disk is a crash test. Damage of what was flushed is no fault of this disk: that may only be reported.
 *
 * <p>All that it does is decided by the random numbers that it is given.
 */
public final class FaultyDisk implements Disk {

    private final ReentrantLock lock = new ReentrantLock();
    private final RandomGenerator random;
    private final TreeMap<String, FileBytes> seen = new TreeMap<>();
    private final TreeMap<String, FileBytes> kept = new TreeMap<>();
    /** For each name that has changed since its folder was flushed, what it has stood for, nothing included. */
    private final TreeMap<String, List<Optional<FileBytes>>> names = new TreeMap<>();
    private boolean locked;
    private boolean crashed;
    private long flushesUntilFailure = Long.MAX_VALUE;
    private long bytesMax = Long.MAX_VALUE;
    private long changesLeft = Long.MAX_VALUE;
    private long flushes;
    private long written;

    /** An empty disk whose faults {@code random} decides. */
    public FaultyDisk(RandomGenerator random) {
        this.random = random;
    }

    /** The disk after a crash of the machine now. This one is of no use from then on: all that is asked of it fails. */
    public FaultyDisk crash() {
        return held(() -> {
            var after = crashedCopy(random);
            crashed = true;
            return after;
        });
    }

    /** The next flush of a file fails, one time. */
    public void failNextFlush() {
        failFlushAfter(0);
    }

    /** After {@code flushes} more that succeed, the flush of a file fails, one time. */
    public void failFlushAfter(long flushes) {
        held(() -> {
            flushesUntilFailure = flushes;
            return true;
        });
    }

    /** The power fails after {@code changes} more changes: nothing that is asked of this disk succeeds from then on. */
    public void failPowerAfter(long changes) {
        held(() -> {
            changesLeft = changes;
            return true;
        });
    }

    /** From now on all files together have at most {@code bytes}. */
    public void roomFor(long bytes) {
        held(() -> {
            bytesMax = bytes;
            return true;
        });
    }

    /** Bytes of all files together. */
    public long bytes() {
        return held(() -> seen.values().stream().mapToLong(FileBytes::length).sum());
    }

    /** How many bytes were written. */
    public long written() {
        return held(() -> written);
    }

    /** How often a file was flushed. */
    public long flushes() {
        return held(() -> flushes);
    }

    /** A copy after a crash; this disk stays as it is. */
    FaultyDisk crashedCopy(RandomGenerator by) {
        return held(() -> {
            var after = new FaultyDisk(by);
            var survivors = new TreeMap<>(kept);
            names.forEach((name, states) -> {
                int chosen = by.nextInt(states.size() + 1);
                if (chosen > 0) {
                    survivors.remove(name);
                    states.get(chosen - 1).ifPresent(file -> survivors.put(name, file));
                }
            });
            survivors.forEach((name, file) -> {
                var settled = file.copy();
                settled.settle(by);
                after.put(name, settled.fromDevice());
            });
            return after;
        });
    }

    private void renamed(String name, @Nullable FileBytes file) {
        names.computeIfAbsent(name, _ -> new ArrayList<>()).add(Optional.ofNullable(file));
    }

    /** A copy with nothing but what was flushed. */
    FaultyDisk flushedCopy() {
        return held(() -> copy(kept, FileBytes::fromDevice));
    }

    /** A copy with everything, as if all of it had been flushed. */
    FaultyDisk wholeCopy() {
        return held(() -> copy(seen, FileBytes::fromCache));
    }

    private static FaultyDisk copy(SortedMap<String, FileBytes> files, UnaryOperator<FileBytes> how) {
        var copy = new FaultyDisk(new SplittableRandom(0));
        files.forEach((name, file) -> copy.put(name, how.apply(file)));
        return copy;
    }

    private void put(String name, FileBytes file) {
        seen.put(name, file);
        kept.put(name, file);
    }

    @Override
    public DiskFile open(String name, Access access) {
        return working(() -> {
            var file = seen.get(name);
            if (access == Access.CREATE) {
                change();
                if (file != null) {
                    throw new DiskFailed("file " + name + " is there already", new IllegalStateException(name));
                }
                file = new FileBytes();
                seen.put(name, file);
                renamed(name, file);
            } else if (file == null) {
                throw new NoStore("there is no file " + name + " on " + place());
            }
            return new FaultyFile(this, name, file);
        });
    }

    @Override
    public List<String> list(String folder) {
        var prefix = folder + "/";
        return working(() -> seen.keySet().stream()
                .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
                .map(name -> name.substring(prefix.length()))
                .toList());
    }

    @Override
    public void delete(String name) {
        working(() -> {
            change();
            renamed(name, null);
            return seen.remove(name);
        });
    }

    @Override
    public void flushFolder(String folder) {
        var prefix = folder + "/";
        working(() -> {
            change();
            kept.keySet().removeIf(name -> name.startsWith(prefix));
            names.keySet().removeIf(name -> name.startsWith(prefix));
            seen.forEach((name, file) -> {
                if (name.startsWith(prefix)) {
                    kept.put(name, file);
                }
            });
            return null;
        });
    }

    @Override
    public void lock() {
        working(() -> {
            if (locked) {
                throw new InUse(place() + " is open already: close it first");
            }
            locked = true;
            return true;
        });
    }

    @Override
    public String database(String name) {
        return "jdbc:h2:mem:faulty-" + System.identityHashCode(this) + "-" + name + ";DB_CLOSE_DELAY=-1";
    }

    @Override
    public void setAside(String database) {
        throw new UnsupportedOperationException("read models do not live on " + place());
    }

    /** A folder of this disk. */
    @Override
    public Disk elsewhere(String directory) {
        return new Below(this, directory);
    }

    @Override
    public String place() {
        return "a faulty disk";
    }

    /** Gives up the lock, and crashes a copy to see what a log here becomes. The files stay as they are. */
    @Override
    public void close() {
        long seed = held(() -> {
            locked = false;
            return random.nextLong();
        });
        if (!held(() -> crashed || changesLeft < 0)) {
            new CrashCheck(this).run(new SplittableRandom(seed));
        }
    }

    /** Flushes a file, or fails to. */
    void flush(FileBytes file, String name) {
        working(() -> {
            change();
            flushes++;
            if (flushesUntilFailure-- == 0) {
                flushesUntilFailure = Long.MAX_VALUE;
                file.settle(random);
                throw new DiskFailed(
                        "cannot flush " + name + " on " + place(), new IllegalStateException("made to fail"));
            }
            file.flush();
            return null;
        });
    }

    /** Whether {@code more} bytes find room. */
    boolean hasRoom(long more) {
        return bytes() + more <= bytesMax;
    }

    /** Does something that a crashed machine does no longer. */
    <T> T working(Supplier<T> what) {
        return held(() -> {
            if (crashed || changesLeft < 0) {
                throw new DiskFailed(place() + " has no power", new IllegalStateException("no power"));
            }
            return what.get();
        });
    }

    /** Counts bytes that are written. */
    void wrote(long bytes) {
        written += bytes;
    }

    /** Counts a change; the one at which the power fails is not made. */
    void change() {
        changesLeft--;
        if (changesLeft < 0) {
            throw new DiskFailed(place() + " has no power", new IllegalStateException("no power"));
        }
    }

    private <T> T held(Supplier<T> what) {
        lock.lock();
        try {
            return what.get();
        } finally {
            lock.unlock();
        }
    }
}
