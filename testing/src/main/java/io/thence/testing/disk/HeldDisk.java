// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

import io.thence.world.Disk;
import io.thence.world.DiskFile;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A disk whose flushes of files end when the test says so, and are counted. All else is done by another disk. */
public final class HeldDisk implements PassingDisk, FlushGate {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Disk disk;
    private final AtomicLong flushes = new AtomicLong();
    private volatile CountDownLatch held = new CountDownLatch(1);
    private volatile boolean holding;

    /** A disk over {@code disk}; it holds nothing back yet. */
    public HeldDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Disk disk() {
        return disk;
    }

    @Override
    public void hold() {
        held = new CountDownLatch(1);
        holding = true;
    }

    @Override
    public void awaitHeld() {
        try {
            if (!held.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nothing was flushed within " + LIMIT);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a flush", e);
        }
    }

    @Override
    public void release() {
        holding = false;
    }

    /** How often a file was flushed. */
    public long flushes() {
        return flushes.get();
    }

    @Override
    public DiskFile open(String name, Access access) {
        return new HeldFile(disk.open(name, access));
    }

    /** A file whose flush is handed on once the gate is open: by the thread that asks whether it is done. */
    private final class HeldFile implements PassingFile {

        private static final long HELD = -1;

        private final DiskFile file;

        HeldFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public DiskFile file() {
            return file;
        }

        @Override
        public long flush() {
            flushes.incrementAndGet();
            if (holding) {
                held.countDown();
                return HELD;
            }
            return file.flush();
        }

        @Override
        public boolean flushed(long ticket) {
            if (ticket != HELD) {
                return file.flushed(ticket);
            }
            return !holding && file.flushed(file.flush());
        }
    }
}
