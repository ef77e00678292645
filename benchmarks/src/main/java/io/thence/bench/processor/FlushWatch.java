// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.processor;

import io.thence.testing.disk.PassingDisk;
import io.thence.testing.disk.PassingFile;
import io.thence.world.Disk;
import io.thence.world.DiskFile;

/** A disk that knows when the last flush of a file of the log was done. */
final class FlushWatch implements PassingDisk {

    private final Disk disk;
    private volatile long lastNanos;

    FlushWatch(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Disk disk() {
        return disk;
    }

    /** When that was, by {@link System#nanoTime}. */
    long lastNanos() {
        return lastNanos;
    }

    @Override
    public DiskFile open(String name, Access access) {
        return new Watched(disk.open(name, access));
    }

    private final class Watched implements PassingFile {

        private final DiskFile file;

        Watched(DiskFile file) {
            this.file = file;
        }

        @Override
        public DiskFile file() {
            return file;
        }

        @Override
        public long flush() {
            long ticket = file.flush();
            lastNanos = System.nanoTime();
            return ticket;
        }
    }
}
