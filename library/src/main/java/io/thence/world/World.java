// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The machine as the library sees it. {@link SystemWorld} is the real one; the simulator is another.
 *
 * <p>Nothing in the library waits but through {@link #await}, and nothing runs at the same time but through
 * {@link #start} and {@link #fork}. All methods may be called from any thread.
 */
public interface World {

    /** Wall time, in UTC. */
    Instant now();

    /** Monotonic time in nanoseconds, from an arbitrary start. */
    long nanos();

    /** Chance; not for secrets. */
    RandomGenerator random();

    /** So many bytes that nobody can guess: for keys, and for what must never be used twice with one. */
    default byte[] secret(int count) {
        return Secrets.bytes(count);
    }

    /**
     * Waits until {@code signal} is raised, and lowers it, or {@code timeout} has passed. Whether it was raised. A
     * timeout of zero lets others have the processor for once. An interrupt does not end it, and the thread is
     * interrupted still when it returns: who waits in a loop would spin.
     */
    boolean await(Signal signal, Duration timeout);

    /**
     * Waits until {@code signal} is raised, and lowers it: for a caller that is sure to be told. It may return without;
     * an interrupt does not end it.
     */
    default void await(Signal signal) {
        await(signal, Machine.UNTIL_TOLD);
    }

    /** Steps a machine until it is stopped: again at once while it does something, else when its signal is raised. */
    Running start(String name, Machine machine);

    /** Runs a task at the same time as the caller; it may wait by {@link #await}. */
    Running fork(String name, Runnable task);

    /** A place in the code that a test may watch, or end the process at; does nothing otherwise. */
    default void mark(Mark mark) {}

    /**
     * Has an event handled by {@code handler}, which is the code of {@code part}. What it throws is thrown; a test may
     * have it fail, take its time, or done again, as events are handled at least once.
     *
     * @param part whose handler it is, for messages: {@code reaction 'mails'}
     */
    default void handle(String part, EventId event, Runnable handler) {
        handler.run();
    }

    /** A new time-ordered id (UUID version 7, RFC 9562). */
    default UUID newId() {
        long millis = now().toEpochMilli();
        long high = millis << 16 | 0x7000 | random().nextInt(1 << 12);
        long low = 0x8000_0000_0000_0000L | random().nextLong() >>> 2;
        return new UUID(high, low);
    }

    /** Something that runs. */
    interface Running {
        /** Asks it to end, and waits until it has. */
        void stop();
    }
}
