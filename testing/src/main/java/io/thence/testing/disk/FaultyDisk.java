// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.NoStore;
import io.thence.world.Disk;
import io.thence.world.DiskFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that keeps what {@link Disk} promises and not a byte more. The faults that a store must survive on
 * it:
 *
 * <ul>
 *   <li>A crash loses any part of what was written and not flushed, in any order, torn at any byte, sector or page; it
 *       also loses any change of a file's length, and any making or removing of a file whose folder was not flushed.
 *   <li>A {@link Fault} comes to any call. What a failed flush should have saved is seen by processes until the crash,
 *       and later flushes, which succeed, do not save it: so does the page cache of a real machine.
 *   <li>There is no room left.
 * </ul>
 *
 * <p>{@link #close} crashes a copy of it and looks at what a log that lies here has become: so every test that uses
 * this disk is a crash test. After a {@linkplain Fault#isSilent silent} fault it does not: what was acknowledged may be
 * lost then.
 *
 * <p>All that it does is decided by the random numbers that it is given.
 */
public final class FaultyDisk implements Disk {

    private final ReentrantLock lock = new ReentrantLock();
    private final RandomGenerator random;
    private final Names names;
    private final Faults faults = new Faults();
    private final Set<FaultyFile> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean locked;
    private boolean crashed;
    private boolean betrayed;
    private long bytesMax = Long.MAX_VALUE;
    private long flushes;
    private long written;

    /** An empty disk whose faults {@code random} decides. */
    public FaultyDisk(RandomGenerator random) {
        this(random, new Names());
    }

    private FaultyDisk(RandomGenerator random, Names names) {
        this.random = random;
        this.names = names;
    }

    /** The disk after a crash of the machine now. This one is of no use from then on: all that is asked of it fails. */
    public FaultyDisk crash() {
        return held(() -> {
            var after = afterCrash(random);
            crashed = true;
            return after;
        });
    }

    /** A copy as a crash would leave it, decided by {@code by}; this disk stays as it is. */
    public FaultyDisk afterCrash(RandomGenerator by) {
        return held(() -> new FaultyDisk(by, names.afterCrash(by)));
    }

    /** A copy with all that was written, flushed or not, for another process; {@code by} decides what comes to it. */
    public FaultyDisk copy(RandomGenerator by) {
        return held(() -> new FaultyDisk(by, names.copy()));
    }

    /** The process that uses it ends, and no power fails: the next one sees all that was written, flushed or not. */
    public void endProcess() {
        held(() -> {
            locked = false;
            open.clear();
            faults.restorePower();
            return true;
        });
    }

    /** The next flush of a file fails, one time. */
    public void failNextFlush() {
        failFlushAfter(0);
    }

    /** After {@code flushes} more that succeed, the flush of a file fails, one time. */
    public void failFlushAfter(long flushes) {
        fault(Fault.FAILS, Call.FLUSH, flushes);
    }

    /** After {@code calls} more calls that {@code fault} fits, it comes to one. */
    public void fault(Fault fault, long calls) {
        held(() -> {
            faults.plan(fault, Optional.empty(), calls);
            return true;
        });
    }

    /** After {@code calls} more calls of one kind, {@code fault} comes to one of that kind. */
    public void fault(Fault fault, Call kind, long calls) {
        held(() -> {
            faults.plan(fault, Optional.of(kind), calls);
            return true;
        });
    }

    /** Nothing that was asked for goes wrong any more, and there is room. */
    public void mend() {
        held(() -> {
            faults.forget();
            bytesMax = Long.MAX_VALUE;
            return true;
        });
    }

    /** How many faults have come that were asked for. */
    public long faults() {
        return held(faults::happened);
    }

    /** How many of them came to calls of one kind. */
    public long faults(Call call) {
        return held(() -> faults.happened(call));
    }

    /** Whether a silent fault has come: what was acknowledged may be lost. */
    public boolean isBetrayed() {
        return held(() -> betrayed);
    }

    /** Whether it has power. */
    public boolean hasPower() {
        return held(() -> !crashed && faults.hasPower());
    }

    /** From now on {@code watch} sees each call before it is made. */
    public void watch(CallWatch watch) {
        held(() -> {
            faults.watch(watch);
            return true;
        });
    }

    /** The power fails after {@code changes} more changes: nothing that is asked of this disk succeeds from then on. */
    public void failPowerAfter(long changes) {
        held(() -> {
            faults.powerFailsAfter(changes);
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
        return held(names::bytes);
    }

    /** How many bytes were written. */
    public long written() {
        return held(() -> written);
    }

    /** How often a file was flushed. */
    public long flushes() {
        return held(() -> flushes);
    }

    /** A number that says what is not flushed: equal for equal changes at equal places, whatever was written there. */
    public long unflushed() {
        return held(names::unflushed);
    }

    /** A copy with nothing but what was flushed. */
    public FaultyDisk flushedCopy() {
        return held(() -> new FaultyDisk(new SplittableRandom(0), names.kept()));
    }

    /** A copy with everything, as if all of it had been flushed. */
    public FaultyDisk wholeCopy() {
        return held(() -> new FaultyDisk(new SplittableRandom(0), names.seen()));
    }

    @Override
    public DiskFile open(String name, Access access) {
        return call(access == Access.CREATE ? Call.CREATE : Call.OPEN, name, 0, fault -> {
            if (fault.isPresent()) {
                throw new DiskFailed("cannot make " + name + " on " + place(), new IllegalStateException("full"));
            }
            var file = names.get(name);
            if (access == Access.CREATE) {
                if (file.isPresent()) {
                    throw new DiskFailed("file " + name + " is there already", new IllegalStateException(name));
                }
                return opened(new FaultyFile(this, name, names.create(name)));
            }
            return opened(new FaultyFile(this, name, file.orElseThrow(() ->
                    new NoStore("there is no file " + name + " on " + place()))));
        });
    }

    private FaultyFile opened(FaultyFile file) {
        open.add(file);
        return file;
    }

    /** A file is not open any more, whatever else its closing comes to. */
    void closed(FaultyFile file) {
        held(() -> open.remove(file));
    }

    /** The files that a process has opened here and not closed, by name: after it has closed its store, none. */
    public List<String> openFiles() {
        return held(() -> open.stream().map(FaultyFile::name).sorted().toList());
    }

    @Override
    public List<String> list(String folder) {
        return call(Call.LIST, folder, 0, _ -> names.list(folder));
    }

    @Override
    public void delete(String name) {
        call(Call.DELETE, name, 0, _ -> {
            names.delete(name);
            return true;
        });
    }

    @Override
    public void flushFolder(String folder) {
        call(Call.FLUSH_FOLDER, folder, 0, fault -> {
            betrayed |= fault.isPresent();
            if (fault.isEmpty()) {
                names.flush(folder);
            }
            return true;
        });
    }

    @Override
    public void lock() {
        call(Call.LOCK, "", 0, _ -> {
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
        if (!held(() -> crashed || betrayed || !faults.hasPower())) {
            new CrashCheck(this).run(new SplittableRandom(seed));
        }
    }

    /** Flushes a file, or fails to, or says so and does not. */
    boolean flush(FaultyFile file, long upTo, Optional<Fault> fault) {
        flushes++;
        betrayed |= fault.isPresent();
        if (fault.isEmpty()) {
            file.bytes().flush(upTo);
        }
        return true;
    }

    /** A chance number from 1 to {@code max}. */
    int some(int max) {
        return 1 + random.nextInt(max);
    }

    /** Makes sure that {@code file} may have {@code length} bytes after a write. */
    void roomForWrite(FaultyFile file, long length) {
        if (!hasRoom(length - file.bytes().length())) {
            throw new DiskFailed("cannot write " + file.name() + ": no room", new IllegalStateException("full"));
        }
    }

    /** Makes sure that {@code file} may have {@code length} bytes, and that the disk is not {@code full}. */
    void roomToAllocate(FaultyFile file, long length, boolean full) {
        if (full || !hasRoom(length - file.bytes().length())) {
            throw new DiskFull("no room in " + file.name(), new IllegalStateException("full"));
        }
    }

    private boolean hasRoom(long more) {
        return bytesMax == Long.MAX_VALUE || names.bytes() + Math.max(0, more) <= bytesMax;
    }

    /** Writes as {@code fault} has it. */
    void writeWrongly(Fault fault, FaultyFile file, ByteBuffer from, long at) {
        var bytes = new byte[from.remaining()];
        from.get(bytes);
        betrayed |= fault.isSilent();
        if (fault == Fault.ROTTEN) {
            int bit = random.nextInt(bytes.length * 8);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            file.bytes().write(bytes, (int) at);
        } else if (fault == Fault.MISDIRECTED) {
            var victim = names.any(random);
            victim.write(bytes, random.nextInt(Math.max(1, victim.length() - bytes.length + 1)));
        } else {
            int written = fault == Fault.TORN ? random.nextInt(bytes.length + 1) : 0;
            file.bytes().write(Arrays.copyOf(bytes, written), (int) at);
            throw new DiskFailed("cannot write " + file.name() + " on " + place(),
                    new IllegalStateException("made to fail: " + fault));
        }
    }

    /** Makes a call, unless the power is gone or it is to fail; what else goes wrong is up to the call. */
    <T> T call(Call call, String name, long offset, Function<Optional<Fault>, T> what) {
        return held(() -> {
            if (crashed && call != Call.CLOSE) {
                throw new DiskFailed(place() + " has no power", new IllegalStateException("no power"));
            }
            var fault = faults.before(call, name, offset);
            if (fault.isPresent() && fault.get() == Fault.FAILS) {
                if (call == Call.FLUSH) {
                    flushes++;
                    names.get(name).ifPresent(file -> file.settle(random));
                }
                throw new DiskFailed("cannot do " + call + " of " + name + " on " + place(),
                        new IllegalStateException("made to fail"));
            }
            return what.apply(fault);
        });
    }

    /** Counts bytes that are written. */
    void wrote(long bytes) {
        written += bytes;
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
