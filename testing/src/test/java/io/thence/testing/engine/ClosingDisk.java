// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException.DiskFailed;
import io.thence.testing.disk.PassingDisk;
import io.thence.testing.disk.PassingFile;
import io.thence.world.Disk;
import io.thence.world.DiskFile;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A disk whose files cannot be read once they are closed, and which tells before each reading of which file it is. */
final class ClosingDisk implements PassingDisk {
    private final MemoryDisk disk = new MemoryDisk();
    private Consumer<String> watcher = _ -> {};

    @Override
    public Disk disk() {
        return disk;
    }

    void watch(Consumer<String> other) {
        watcher = other;
    }

    @Override
    public DiskFile open(String name, Access access) {
        return new ClosingFile(disk.open(name, access));
    }

    private final class ClosingFile implements PassingFile {
        private final DiskFile file;
        private boolean closed;

        ClosingFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public DiskFile file() {
            return file;
        }

        @Override
        public int read(ByteBuffer into, long at) {
            watcher.accept(name());
            if (closed) {
                throw new DiskFailed(name() + " is closed", new IllegalStateException("closed"));
            }
            return file.read(into, at);
        }

        @Override
        public void close() {
            closed = true;
            file.close();
        }
    }
}
