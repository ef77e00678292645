// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The real machine: its clock, its chance, and a thread for whatever runs. */
public final class SystemWorld implements World {

    private static final System.Logger LOG = System.getLogger(SystemWorld.class.getName());

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public RandomGenerator random() {
        return ThreadLocalRandom.current();
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // a yield is only a courtesy to threads that wait for the processor
    public boolean await(Signal signal, Duration timeout) {
        if (timeout.isZero()) {
            Thread.yield();
        } else {
            signal.park(System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout));
        }
        return signal.lower();
    }

    @Override
    public void await(Signal signal) {
        signal.park();
        signal.lower();
    }

    @Override
    public Running start(String name, Machine machine) {
        return new Crank(name, machine);
    }

    @Override
    public Running fork(String name, Runnable task) {
        var thread = Thread.ofVirtual().name(name).start(task);
        return () -> join(thread);
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Turns one machine's crank on a thread of its own. */
    private final class Crank implements Running {

        private final Machine machine;
        private final Thread thread;
        private volatile boolean stopping;

        Crank(String name, Machine machine) {
            this.machine = machine;
            Thread.Builder threads = machine.isLight() ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
            this.thread = threads.name(name).start(this::turn);
        }

        private void turn() {
            try {
                machine.around(this::steps);
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "machine " + Thread.currentThread().getName() + " broke", e);
                throw e;
            } finally {
                machine.ended();
            }
        }

        private void steps() {
            while (!stopping) {
                if (!machine.step()) {
                    rest(machine.signal(), machine.rest());
                }
            }
        }

        private void rest(Signal signal, Duration rest) {
            if (rest.equals(Machine.UNTIL_TOLD)) {
                await(signal); // without a timer, which costs more than all else
            } else {
                await(signal, rest);
            }
        }

        @Override
        public void stop() {
            stopping = true;
            machine.signal().raise();
            if (Thread.currentThread() != thread) {
                join(thread);
            }
        }
    }
}
