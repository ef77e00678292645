// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

import io.thence.ThenceException.DiskFailed;
import io.thence.world.Disk;
import io.thence.world.DiskFile;
import io.thence.world.ReadableFile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A file whose content does not change any more. It is open while it is among those that were read last. */
final class SealedFile implements ReadableFile {

    private final SealedFiles files;
    private final Disk disk;
    private final String name;
    private final long size;
    private volatile @Nullable DiskFile file;
    private volatile boolean closed;
    private volatile long lastRead;

    SealedFile(SealedFiles files, Disk disk, String name, long size) {
        this.files = files;
        this.disk = disk;
        this.name = name;
        this.size = size;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(ByteBuffer into, long at) {
        int start = into.position();
        while (true) {
            var now = open();
            try {
                return now.read(into, at);
            } catch (DiskFailed e) {
                if (closed || now.equals(file)) {
                    throw e; // else another file was opened in its place meanwhile
                }
                into.position(start);
            }
        }
    }

    private DiskFile open() {
        var now = file;
        if (now == null) {
            return files.open(this);
        }
        lastRead = files.openings();
        return now;
    }

    /** The open file; null while it is not. */
    @Nullable DiskFile file() {
        return file;
    }

    /** It is open now; for {@link SealedFiles}, which lets one thread in at a time. */
    void opened(DiskFile fresh) {
        lastRead = files.openings();
        file = fresh;
    }

    boolean isClosed() {
        return closed;
    }

    Disk disk() {
        return disk;
    }

    /** Closes it until it is read again; for {@link SealedFiles}. */
    void rest() {
        var now = file;
        file = null;
        if (now != null) {
            now.close();
        }
    }

    /** The number of files that had been opened when it was read last. */
    long lastRead() {
        return lastRead;
    }

    @Override
    public void close() {
        closed = true;
        files.close(this);
    }
}
