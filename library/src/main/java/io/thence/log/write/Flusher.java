// SPDX-License-Identifier: Apache-2.0
package io.thence.log.write;

import io.thence.ThenceException.DiskFailed;
import io.thence.world.DiskFile;
import io.thence.world.Machine;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Flushes a file beside its writer, as a machine: so that the writer judges and writes what comes meanwhile. One thread
 * asks, for one flush at a time.
 */
final class Flusher implements Machine {

    private static final Duration REST = Duration.ofSeconds(10);

    private final Signal signal = new Signal();
    private final AtomicReference<@Nullable Asked> asked = new AtomicReference<>();
    private @Nullable DiskFailed failure;
    private boolean begun;
    private long ticket;

    private record Asked(DiskFile file, Signal done) {}

    // For the writer.

    /**
     * Asks that everything written to {@code file} so far survives a crash; {@code done} is raised when that is done,
     * or failed.
     */
    void ask(DiskFile file, Signal done) {
        asked.set(new Asked(file, done));
        signal.raise();
    }

    /**
     * Whether what was asked for is done.
     *
     * @throws DiskFailed if it failed
     */
    boolean isDone() {
        if (asked.get() != null) {
            return false;
        }
        var failed = failure;
        if (failed != null) {
            throw failed;
        }
        return true;
    }

    // The machine.

    @Override
    public boolean step() {
        var now = asked.get();
        if (now == null) {
            return false;
        }
        try {
            return flush(now);
        } catch (DiskFailed e) {
            end(now, e);
            return true;
        } catch (RuntimeException | Error e) {
            end(now, new DiskFailed("the flush of " + now.file().name() + " broke: " + e, e)); // nobody waits for ever
            throw e;
        }
    }

    private boolean flush(Asked now) {
        if (!begun) {
            ticket = now.file().flush();
            begun = true;
            return true;
        }
        if (!now.file().flushed(ticket)) {
            return false;
        }
        end(now, null);
        return true;
    }

    private void end(Asked now, @Nullable DiskFailed with) {
        begun = false;
        failure = with;
        asked.set(null);
        now.done().raise();
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        return begun ? GroupCommit.UNDER_WAY : REST;
    }
}
