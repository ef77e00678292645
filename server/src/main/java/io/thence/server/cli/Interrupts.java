// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.time.Duration;

/** Lets a command end in order when the process is told to end, as by Ctrl-C: for a short time. */
final class Interrupts implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Signal over = new Signal();
    private final Thread hook = new Thread(this::interrupted, "interrupted");
    private volatile boolean wanted;

    Interrupts() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupted() {
        wanted = true;
        new SystemWorld().await(over, PATIENCE);
    }

    /** Whether the process was told to end. */
    boolean isWanted() {
        return wanted;
    }

    @Override
    public void close() {
        over.raise();
        if (!wanted) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // it is about to run, and finds that there is nothing to wait for
            }
        }
    }
}
