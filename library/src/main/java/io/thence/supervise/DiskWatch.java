// SPDX-License-Identifier: Apache-2.0
package io.thence.supervise;

import io.thence.SystemEvent;
import io.thence.SystemEvent.DiskEnough;
import io.thence.SystemEvent.DiskLow;
import io.thence.ThenceException;
import io.thence.world.Disk;
import io.thence.world.Machine;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Looks at how much room there is on a disk, every ten seconds, and tells when it is little, as long as that can still
 * be written down, and when it is enough again. Where nobody can say how much there is, it looks no more.
 */
public final class DiskWatch implements Machine {

    private static final System.Logger LOG = System.getLogger(DiskWatch.class.getName());
    private static final Duration APART = Duration.ofSeconds(10);
    private static final String ABOUT = "store";

    /** With how much more it is enough again: it is not told at every file that comes and goes. */
    private static final double ENOUGH = 1.1;

    private final Disk disk;
    private final long minBytes;
    private final Consumer<SystemEvent> system;
    private final Signal signal = new Signal();
    private volatile OptionalLong low = OptionalLong.empty();
    private boolean isUnknown;

    /** Has {@code system} told when {@code disk} has less than {@code minBytes}. */
    public DiskWatch(Disk disk, long minBytes, Consumer<SystemEvent> system) {
        this.disk = disk;
        this.minBytes = minBytes;
        this.system = system;
        isUnknown = minBytes == 0;
    }

    /** How many bytes are free, if that is too little. From any thread. */
    public OptionalLong low() {
        return low;
    }

    /** How many should be. */
    public long minBytes() {
        return minBytes;
    }

    @Override
    public boolean step() {
        if (isUnknown) {
            return false;
        }
        try {
            disk.freeBytes().ifPresentOrElse(this::look, () -> isUnknown = true);
        } catch (ThenceException e) {
            LOG.log(System.Logger.Level.DEBUG, "how much room there is cannot be found out", e);
        }
        return false;
    }

    private void look(long free) {
        if (low.isEmpty() && free < minBytes) {
            LOG.log(System.Logger.Level.WARNING, disk.place() + " has only " + free + " free bytes, of " + minBytes
                    + " that it should have: make room, or nothing can be written soon");
            system.accept(new DiskLow(ABOUT, free, minBytes));
        } else if (low.isPresent() && free >= (long) (minBytes * ENOUGH)) {
            LOG.log(System.Logger.Level.INFO, disk.place() + " has room again: " + free + " free bytes");
            system.accept(new DiskEnough(ABOUT, free));
            low = OptionalLong.empty();
            return;
        }
        if (low.isPresent() || free < minBytes) {
            low = OptionalLong.of(free);
        }
    }

    @Override
    public boolean isLight() {
        return true;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        return isUnknown ? UNTIL_TOLD : APART;
    }
}
