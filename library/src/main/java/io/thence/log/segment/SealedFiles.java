// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

import io.thence.ThenceException.DiskFailed;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a bounded number of sealed files open, however many there are: those that were read last, counted in openings.
 * Any thread; a file that is open is read without a lock.
 */
public final class SealedFiles {

    /** How many a log has open. */
    static final int OPEN_MAX = 128;

    private final int max;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<SealedFile> open = new ArrayList<>();
    private final AtomicLong openings = new AtomicLong();

    SealedFiles(int max) {
        this.max = max;
    }

    /**
     * A file on {@code disk}, which is opened.
     *
     * @throws io.thence.ThenceException.NoStore if it is not there
     */
    public SealedFile of(Disk disk, String name) {
        lock.lock();
        try {
            var opened = opened(disk, name);
            try {
                var file = of(disk, name, opened.size());
                keep(file, opened);
                return file;
            } catch (DiskFailed e) {
                opened.close();
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    /** A file on {@code disk} whose content has {@code size} bytes. */
    SealedFile of(Disk disk, String name, long size) {
        return new SealedFile(this, disk, name, size);
    }

    long openings() {
        return openings.get();
    }

    DiskFile open(SealedFile file) {
        lock.lock();
        try {
            var known = file.file();
            if (known != null) {
                return known;
            }
            if (file.isClosed()) {
                throw new DiskFailed(file.name() + " is closed", new IllegalStateException("closed"));
            }
            var opened = opened(file.disk(), file.name());
            keep(file, opened);
            return opened;
        } finally {
            lock.unlock();
        }
    }

    private void keep(SealedFile file, DiskFile opened) {
        openings.incrementAndGet();
        file.opened(opened);
        open.add(file);
    }

    /** Opens a file; where the process may open no more, half of those that are open make room. */
    private DiskFile opened(Disk disk, String name) {
        while (open.size() >= max) {
            restOldest();
        }
        while (true) {
            try {
                return disk.open(name, Access.READ);
            } catch (DiskFailed e) {
                if (open.isEmpty()) {
                    throw e;
                }
                for (int half = open.size() / 2; open.size() > half; ) {
                    restOldest(); // others in the process want to open files too
                }
            }
        }
    }

    private void restOldest() {
        var oldest = open.stream().min(Comparator.comparingLong(SealedFile::lastRead)).orElseThrow();
        open.remove(oldest);
        oldest.rest();
    }

    void close(SealedFile file) {
        lock.lock();
        try {
            open.remove(file);
            file.rest();
        } finally {
            lock.unlock();
        }
    }
}
