// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.testing.disk.PassingDisk;
import io.thence.testing.disk.PassingFile;
import io.thence.world.Disk;
import io.thence.world.DiskFile;

/** A planted bug: it says that a flush is done as soon as it is asked for, so commands are acknowledged before. */
record LyingDisk(Disk disk) implements PassingDisk {

    @Override
    public DiskFile open(String name, Access access) {
        return new LyingFile(disk.open(name, access));
    }

    private record LyingFile(DiskFile file) implements PassingFile {

        @Override
        public boolean flushed(long ticket) {
            return true;
        }
    }
}
